import { type INestApplication, RequestMethod, type Type } from '@nestjs/common';
import { HEADERS_METADATA, HTTP_CODE_METADATA, METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { ModulesContainer, Reflector } from '@nestjs/core';
import type { z } from 'zod';
import { accessOf, RETURNS, type RouteAccess } from '#libs/http';

type Handler = (...args: never[]) => unknown;

/** What a handler takes: from the request, and by which schema; null where it declares none. */
export interface RouteParameter {
  readonly kind: 'body' | 'query' | 'param' | 'headers' | 'other' | 'request' | 'response' | 'custom';
  readonly schema: unknown;
}

/** One handler of one controller. */
export interface NestRoute {
  readonly controller: string;
  readonly handler: string;
  /** The handler itself: the decorators left their notes on it. */
  readonly run: Handler;
  readonly method: string;
  /** As declared, without the global prefix. */
  readonly path: string;
  readonly access: RouteAccess;
  /** Of its answer, where a decorator sets one; JSON otherwise. */
  readonly contentType: string | null;
  readonly parameters: readonly RouteParameter[];
  /** The declared success; null where no decorator declares one. */
  readonly success: { readonly status: number; readonly schema?: z.ZodType } | null;
}

const KINDS: Partial<Record<RouteParamtypes, RouteParameter['kind']>> = {
  [RouteParamtypes.BODY]: 'body',
  [RouteParamtypes.QUERY]: 'query',
  [RouteParamtypes.PARAM]: 'param',
  [RouteParamtypes.HEADERS]: 'headers',
  [RouteParamtypes.REQUEST]: 'request',
  [RouteParamtypes.RESPONSE]: 'response',
};

function parametersOf(controller: Type, handler: string): RouteParameter[] {
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler) ?? {}) as Record<string, { schema?: unknown }>;
  return Object.entries(args).map(([key, { schema }]) => {
    const type = Number(key.split(':')[0]);
    const kind = Number.isNaN(type) ? 'custom' : (KINDS[type as RouteParamtypes] ?? 'other');
    return { kind, schema: schema ?? null };
  });
}

function contentTypeOf(handler: Handler): string | null {
  const headers = (Reflect.getMetadata(HEADERS_METADATA, handler) ?? []) as { name: string; value: string }[];
  return headers.find((header) => header.name.toLowerCase() === 'content-type')?.value.split(';')[0] ?? null;
}

function successOf(handler: Handler): NestRoute['success'] {
  if (!Reflect.hasMetadata(RETURNS, handler)) return null;
  return { status: Reflect.getMetadata(HTTP_CODE_METADATA, handler) as number, schema: Reflect.getMetadata(RETURNS, handler) as z.ZodType | undefined };
}

function pathsOf(target: object): string[] {
  const declared = Reflect.getMetadata(PATH_METADATA, target) as string | string[] | undefined;
  return [declared ?? ''].flat();
}

function join(...parts: string[]): string {
  return `/${parts.map((part) => part.replace(/^\/+|\/+$/g, '')).filter(Boolean).join('/')}`;
}

function routesOf(controller: Type, reflector: Reflector): NestRoute[] {
  const prototype = controller.prototype as Record<string, Handler>;
  const handlers = Object.getOwnPropertyNames(prototype).filter((name) => Reflect.hasMetadata(METHOD_METADATA, prototype[name] ?? {}));
  return handlers.flatMap((name) => {
    const handler = prototype[name] as Handler;
    const route = {
      controller: controller.name,
      handler: name,
      run: handler,
      method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod],
      access: accessOf(reflector, [handler, controller]),
      contentType: contentTypeOf(handler),
      parameters: parametersOf(controller, name),
      success: successOf(handler),
    };
    return pathsOf(controller).flatMap((base) => pathsOf(handler).map((path) => ({ ...route, path: join(base, path) })));
  });
}

/** Every route of every controller the application holds, as the decorators declare it. */
export function nestRoutes(app: INestApplication): NestRoute[] {
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = new Set(modules.flatMap((module) => [...module.controllers.values()].map((wrapper) => wrapper.metatype as Type)));
  const reflector = new Reflector();
  return [...controllers].flatMap((controller) => routesOf(controller, reflector));
}
