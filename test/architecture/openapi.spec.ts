import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { OUTSIDE_API } from '../../src/platform/http/create-app.js';
import { nestRoutes } from '../../src/platform/http/nest-routes.js';
import { describeApi, previewApi } from '../../src/platform/http/preview-api.js';

const COMMITTED = path.resolve(import.meta.dirname, '../../docs/reference/openapi.json');

interface Media {
  schema?: { $ref?: string };
}

interface Operation {
  operationId?: string;
  tags?: string[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { content?: Record<string, Media> }>;
}

interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
}

interface Listed {
  name: string;
  operation: Operation;
}

async function document(): Promise<Document> {
  return (await describeApi()) as unknown as Document;
}

async function operations(): Promise<Listed[]> {
  const { paths } = await document();
  return Object.entries(paths).flatMap(([url, item]) => Object.entries(item).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${url}`, operation })));
}

function unnamed(content: Record<string, Media> | undefined): boolean {
  const json = content?.['application/json'];
  return json !== undefined && !json.schema?.$ref?.startsWith('#/components/schemas/');
}

describe('the OpenAPI document', () => {
  it('is version 3.1', async () => {
    expect((await document()).openapi).toBe('3.1.0');
  });

  it('holds every route under /api, and none besides', async () => {
    const declared = nestRoutes(await previewApi())
      .filter((route) => !OUTSIDE_API.includes(route.path.slice(1)))
      .map((route) => `${route.method} /api${route.path.replaceAll(/:(\w+)/g, '{$1}')}`);
    expect((await operations()).map((listed) => listed.name).sort()).toEqual(declared.sort());
  });

  it('leaves out only what browsers and operators call', () => {
    expect(OUTSIDE_API.filter((route) => !/^(auth|health|metrics)(\/|$)/.test(route))).toEqual([]);
  });

  it('gives every operation an id of its own', async () => {
    const ids = (await operations()).map((listed) => listed.operation.operationId);
    expect(ids.filter((id) => !/^[a-z][A-Za-z]+$/.test(id ?? ''))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('gives every operation a tag', async () => {
    expect((await operations()).filter(({ operation }) => !operation.tags?.length).map((listed) => listed.name)).toEqual([]);
  });

  it('answers failures of every operation as problem+json', async () => {
    const failing = (await operations()).flatMap(({ name, operation }) => Object.entries(operation.responses).map(([status, response]) => ({ name, status, response })));
    const wrong = failing.filter(({ status, response }) => /^(4|5|default)/.test(status) && response.content?.['application/problem+json']?.schema?.$ref !== '#/components/schemas/Problem');
    expect(wrong.map(({ name, status }) => `${name} ${status}`)).toEqual([]);
    expect((await operations()).filter(({ operation }) => !('default' in operation.responses)).map((listed) => listed.name)).toEqual([]);
  });

  it('names every schema of a JSON body or answer', async () => {
    const wrong = (await operations()).filter(({ operation }) => unnamed(operation.requestBody?.content) || Object.values(operation.responses).some((response) => unnamed(response.content)));
    expect(wrong.map((listed) => listed.name)).toEqual([]);
  });

  it('says for every operation what success looks like', async () => {
    const wrong = (await operations()).filter(({ operation }) => !Object.keys(operation.responses).some((status) => /^[23]/.test(status)));
    expect(wrong.map((listed) => listed.name)).toEqual([]);
  });

  it('refers only to schemas that it holds', async () => {
    const whole = await document();
    const wanted = [...JSON.stringify(whole).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? '');
    const held = new Set(Object.keys(whole.components.schemas).map((name) => `#/components/schemas/${name}`));
    expect(wanted.filter((reference) => !held.has(reference))).toEqual([]);
    expect(Object.keys(whole.components.schemas).filter((name) => !/^[A-Z][A-Za-z0-9]*$/.test(name))).toEqual([]);
  });

  it('is committed as docs/reference/openapi.json (npm run docs)', async () => {
    expect(existsSync(COMMITTED)).toBe(true);
    expect(JSON.parse(readFileSync(COMMITTED, 'utf8'))).toEqual(JSON.parse(JSON.stringify(await describeApi())));
  });
});
