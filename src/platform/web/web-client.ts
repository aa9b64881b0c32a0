import type { FastifyRequest } from 'fastify';

/** The part of `Response` that the web client reads. */
export interface InjectedResponse {
  status: number;
  headers: { get(name: string): string | null };
  text(): Promise<string>;
}

export type Send = (path: string, request: { method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'; headers: Record<string, string>; body?: string }) => Promise<InjectedResponse>;

export interface PageRequest {
  url: string;
  language: string;
  fetch: Send;
  isGuest: boolean;
  /** Up to which the page has seen every live event, at least. */
  seq: number;
}

export interface PageAnswer {
  status: number;
  headers: Record<string, string>;
  html: string;
}

export type Renderer = (request: PageRequest) => Promise<PageAnswer>;

/** What the server bundle of web/ exports (web/src/entry-server.tsx). */
export interface ServerBundle {
  createRenderer(options: { publicUrl: () => string; assets: unknown }): Renderer;
  chooseLanguage(acceptLanguage: string | undefined, chosen?: string): string;
  isLanguage(value: unknown): boolean;
  LANGUAGE_COOKIE: string;
  THEME_SCRIPT: string;
}

/** The web client as this process holds it: built, or from source while developing. */
export interface WebClient {
  /** The bundle and a renderer; while developing they are read anew for each request. */
  load(url: string): Promise<{ bundle: ServerBundle; render: Renderer }>;
  /** Last change to a document before it is sent. */
  finish(request: FastifyRequest, html: string): Promise<string>;
  readonly isDev: boolean;
}
