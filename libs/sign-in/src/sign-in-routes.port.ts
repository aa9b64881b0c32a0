import type { FastifyInstance } from 'fastify';

/** What the active issuer adds to our own server: its addresses when it is built in, nothing when it runs elsewhere. */
export abstract class SignInRoutes {
  /** Call it before the server is ready. Everything added is open to anybody: the issuer looks after itself. */
  abstract mount(app: FastifyInstance): void;
  /** Resolves when nothing is being done behind answered requests: ask it when draining. */
  abstract settled(): Promise<void>;
}
