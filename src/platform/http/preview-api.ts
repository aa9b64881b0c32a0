import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { ApiModule } from '../api.module.js';
import type { Runtime } from '../runtime/runtime.js';
import { API_VERSION } from './api-docs.js';
import { OUTSIDE_API } from './create-app.js';
import { createOpenApi } from './openapi.js';

/** The API process as Nest sees it, with no provider made: needs no database and starts nothing. For looking at routes. */
export async function previewApi(): Promise<INestApplication> {
  const app = await NestFactory.create(ApiModule.with({} as Runtime), new FastifyAdapter(), { preview: true, logger: false, abortOnError: false });
  app.setGlobalPrefix('api', { exclude: OUTSIDE_API });
  return app;
}

/** The OpenAPI document of this version, without starting it. */
export async function describeApi(): Promise<OpenAPIObject> {
  return createOpenApi(await previewApi(), API_VERSION);
}
