import { Body, Controller, Get, Headers, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { z } from 'zod';
import { Public } from '#libs/http';
import { type NestRoute, nestRoutes } from '../../src/platform/http/nest-routes.js';
import { previewApi } from '../../src/platform/http/preview-api.js';

const CHECKED = new Set(['body', 'query', 'param', 'headers', 'other']);

/** The provider of the sign-in may add parameters, to its redirect (RFC 6749 §4.1.2: unknown ones MUST be ignored) and to its notice of a log-out (Back-Channel Logout 1.0 §2.5). */
const LENIENT = new Set(['SignInController.callback', 'BackChannelController.logOut']);

const nameOf = (route: NestRoute): string => `${route.method} ${route.path} (${route.controller}.${route.handler})`;

function unguarded(routes: readonly NestRoute[]): string[] {
  return routes.filter(({ access }) => !access.isPublic && !access.isAnonymous && !access.permission).map(nameOf);
}

/** What a client sends must meet a schema, and a strict one: an unknown member is refused, not ignored. */
function unchecked(routes: readonly NestRoute[]): string[] {
  const loose = (schema: unknown): boolean => !(schema instanceof z.ZodType) || !refusesUnknown(schema);
  return routes.filter((route) => !LENIENT.has(`${route.controller}.${route.handler}`)).filter((route) => route.parameters.some(({ kind, schema }) => CHECKED.has(kind) && loose(schema))).map(nameOf);
}

function refusesUnknown(schema: z.ZodType): boolean {
  const result = schema.safeParse({ thisIsNotKnown: 1 });
  return !result.success && JSON.stringify(result.error.issues).includes('thisIsNotKnown');
}

@Controller('planted')
class PlantedController {
  @Get('open')
  open(): string {
    return 'no decorator says who may call this';
  }

  @Public()
  @Post('loose')
  loose(@Body() body: unknown): unknown {
    return body;
  }

  @Public()
  @Post('lenient')
  lenient(@Body({ schema: z.object({ a: z.string().optional() }) }) body: unknown): unknown {
    return body;
  }

  @Public()
  @Get('header')
  header(@Headers('x-one') one: string): string {
    return one;
  }

  @Public()
  @Post('fine')
  fine(@Body({ schema: z.strictObject({ a: z.string() }) }) body: unknown): unknown {
    return body;
  }
}

@Module({ controllers: [PlantedController] })
class PlantedModule {}

describe('routes', () => {
  it('each say who may call them', async () => {
    expect(unguarded(nestRoutes(await previewApi()))).toEqual([]);
  });

  it('each hold every parameter against a strict schema', async () => {
    expect(unchecked(nestRoutes(await previewApi()))).toEqual([]);
  });

  it('would be found if they did not', async () => {
    const app = await NestFactory.create(PlantedModule, new FastifyAdapter(), { preview: true, logger: false });
    const routes = nestRoutes(app);
    expect(routes).toHaveLength(5);
    expect(unguarded(routes)).toEqual(['GET /planted/open (PlantedController.open)']);
    expect(unchecked(routes)).toEqual([
      'POST /planted/loose (PlantedController.loose)',
      'POST /planted/lenient (PlantedController.lenient)',
      'GET /planted/header (PlantedController.header)',
    ]);
  });
});
