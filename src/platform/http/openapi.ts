import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { ProblemSchema } from '#libs/http';

type JsonSchema = Record<string, unknown> & { $defs?: Record<string, unknown> };

function withoutDialect({ $schema: _dialect, $defs: _definitions, id: _id, ...rest }: JsonSchema): Record<string, unknown> {
  return rest;
}

/** Zod to OpenAPI 3.1 (JSON Schema 2020-12); schemas with an id become named components. */
function convert(schema: unknown, { schemaType }: { schemaType: 'input' | 'output' }): { schema: unknown; components?: Record<string, unknown> } | undefined {
  if (!(schema instanceof z.ZodType)) return undefined;
  const json = z.toJSONSchema(schema, { io: schemaType, unrepresentable: 'any' }) as JsonSchema;
  const components = Object.fromEntries(Object.entries(json.$defs ?? {}).map(([name, value]) => [name, withoutDialect(value as JsonSchema)]));
  const name = schema.meta()?.id;
  if (name === undefined) return { schema: withoutDialect(json), components };
  return { schema: { $ref: `#/components/schemas/${name}` }, components: { ...components, [name]: withoutDialect(json) } };
}

const PROBLEM = { description: 'A problem (RFC 9457)', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };

type Operation = { responses?: Record<string, unknown>; tags?: string[]; security?: unknown[] };

/** Every operation may fail, and fails in the same shape. */
function addProblems(document: OpenAPIObject): void {
  document.components ??= {};
  document.components.schemas = { ...document.components.schemas, Problem: convert(ProblemSchema, { schemaType: 'output' })!.components!['Problem'] as never };
  for (const [path, item] of Object.entries(document.paths)) {
    for (const operation of Object.values(item) as Operation[]) {
      operation.responses = { ...operation.responses, default: PROBLEM };
      operation.tags = [path.split('/')[2] ?? 'api'];
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
    .addCookieAuth('cairn_session')
    .build();
  const document = SwaggerModule.createDocument(app, config, { standardSchemaConverter: convert as never, operationIdFactory: operationId });
  addProblems(document);
  return document;
}
