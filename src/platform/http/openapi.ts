import type { INestApplication } from '@nestjs/common';
import { ApiResponse, DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { ProblemSchema } from '#libs/http';
import { type NestRoute, nestRoutes } from './nest-routes.js';

type JsonSchema = Record<string, unknown> & { $defs?: Record<string, unknown> };

function withoutDialect({ $schema: _dialect, $defs: _definitions, id: _id, ...rest }: JsonSchema): Record<string, unknown> {
  return rest;
}

/** Any integer is bounded by what JavaScript can count; saying so of each one helps nobody. */
function withoutSafeBounds({ jsonSchema }: { jsonSchema: JsonSchema }): void {
  if (jsonSchema['minimum'] === Number.MIN_SAFE_INTEGER) delete jsonSchema['minimum'];
  if (jsonSchema['maximum'] === Number.MAX_SAFE_INTEGER) delete jsonSchema['maximum'];
}

/** Zod to OpenAPI 3.1 (JSON Schema 2020-12); schemas with an id become named components. */
function convert(schema: unknown, { schemaType }: { schemaType: 'input' | 'output' }): { schema: unknown; components?: Record<string, unknown> } | undefined {
  if (!(schema instanceof z.ZodType)) return undefined;
  const json = z.toJSONSchema(schema, { io: schemaType, unrepresentable: 'any', override: withoutSafeBounds }) as JsonSchema;
  const components = Object.fromEntries(Object.entries(json.$defs ?? {}).map(([name, value]) => [name, withoutDialect(value as JsonSchema)]));
  const name = schema.meta()?.id;
  if (name === undefined) return { schema: withoutDialect(json), components };
  // Zod puts a named root among its definitions too and leaves a reference in its place.
  return { schema: { $ref: `#/components/schemas/${name}` }, components: { [name]: withoutDialect(json), ...components } };
}

const problem = (description: string) => ({ description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } });

const MEMBERS_ONLY = [{ bearer: [] }, { cookie: [] }];

interface Operation {
  operationId?: string;
  responses?: Record<string, unknown>;
  tags?: string[];
  security?: unknown[];
}

/** The failures a route can foresee from what it declares; anything else is the default one. */
function problemsOf(route: NestRoute): Record<string, unknown> {
  const takes = new Set(route.parameters.map((parameter) => parameter.kind));
  const guarded = route.access.permission !== undefined;
  return {
    ...(takes.has('body') ? { 400: problem('The body cannot be parsed') } : {}),
    ...(guarded ? { 401: problem('Sign in first'), 403: problem('Not allowed') } : {}),
    ...(takes.has('param') ? { 404: problem('There is no such thing, or none that you may see') } : {}),
    ...(takes.has('body') || takes.has('query') ? { 422: problem('A value is out of range or a field is unknown') } : {}),
    default: problem('A problem (RFC 9457)'),
  };
}

/** Swagger takes every schema for JSON; an image or a text says otherwise by its content-type. */
function retype(responses: Record<string, unknown> = {}, contentType: string | null): Record<string, unknown> {
  if (contentType === null) return responses;
  const entries = Object.entries(responses as Record<string, { content?: Record<string, unknown> }>);
  return Object.fromEntries(entries.map(([status, { content, ...rest }]) => [status, content ? { ...rest, content: { [contentType]: content['application/json'] } } : rest]));
}

/** Swagger adds a second description to the first. */
const described = new WeakSet<NestRoute['run']>();

/** `Returns` in Swagger's words: said here and not by the decorator, so that Swagger is loaded only when somebody asks for the document. */
function describeSuccess(routes: readonly NestRoute[]): void {
  for (const { success, run, handler } of routes) {
    if (success === null || described.has(run)) continue;
    described.add(run);
    const { status, schema } = success;
    ApiResponse({ status, description: 'Success', ...(schema ? { standardSchema: schema } : {}) })({}, handler, { value: run });
  }
}

/** Adds what the decorators know and Swagger does not read: who may call, and how it fails. */
function addProblemsAndSecurity(document: OpenAPIObject, routes: readonly NestRoute[]): void {
  const byId = new Map(routes.map((route) => [operationId(route.controller, route.handler), route]));
  document.components ??= {};
  document.components.schemas = { ...document.components.schemas, Problem: convert(ProblemSchema, { schemaType: 'output' })!.components!['Problem'] as never };
  for (const [path, item] of Object.entries(document.paths)) {
    for (const operation of Object.values(item) as Operation[]) {
      const route = byId.get(operation.operationId ?? '');
      if (!route) throw new Error(`${path} is in the document but no controller has it`);
      operation.responses = { ...retype(operation.responses, route.contentType), ...problemsOf(route) };
      operation.tags = [path.startsWith('/api/') ? (path.split('/')[2] ?? 'api') : 'operations'];
      // A guest may call a public route, and a member's credential changes what it answers.
      if (!route.access.isAnonymous) operation.security = route.access.permission ? MEMBERS_ONLY : [...MEMBERS_ONLY, {}];
    }
  }
}

/** `QuestionsController.ask` becomes `questionsAsk`. */
function operationId(controller: string, method: string): string {
  const prefix = controller.replace(/Controller$/, '');
  return `${prefix[0]!.toLowerCase()}${prefix.slice(1)}${method[0]!.toUpperCase()}${method.slice(1)}`;
}

/** The OpenAPI 3.1 document of every route, made from the schemas that validate them. */
export function createOpenApi(app: INestApplication, version: string): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Cairn')
    .setDescription('The API of a self-hosted community learning platform. Errors are application/problem+json.')
    .setVersion(version)
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An access token or a personal access token (cairn_pat_…)' })
    .addCookieAuth('cairn_session', { type: 'apiKey', in: 'cookie', name: 'cairn_session' }, 'cookie')
    .build();
  const routes = nestRoutes(app);
  describeSuccess(routes);
  const document = SwaggerModule.createDocument(app, config, { standardSchemaConverter: convert, operationIdFactory: operationId });
  addProblemsAndSecurity(document, routes);
  return document;
}
