import type { OnApplicationShutdown } from '@nestjs/common';
import { DOCUMENTS_UNAVAILABLE, type MovableDocumentStore } from '#libs/documents';
import { AppError, defineError } from '#libs/kernel';
import type { Logger } from '#libs/observability';
import type { DocumentsEngine } from '../documents-engine.js';
import { engineOfPort, portOf } from '../ports.js';

export const ENGINE_NOT_SET = defineError('ENGINES.NOT_SET', 'unavailable', 'What keeps these texts is not set on this server');

/** Opens one engine, waiting for its server so long. @throws StartupError when it cannot be reached */
export type OpenDocumentsEngine = (patienceMs?: number) => Promise<DocumentsEngine>;

/** An answer is due in 2 s. */
const ON_DEMAND_MS = 500;

/** The document stores this process has the URLs of, each opened when it is first needed: the one-machine profile loads no driver. */
export class DocumentEngines implements OnApplicationShutdown {
  private readonly opened = new Map<string, Promise<DocumentsEngine>>();

  constructor(
    private readonly openers: ReadonlyMap<string, OpenDocumentsEngine>,
    private readonly logger: Logger,
  ) {}

  /** At start: waits for the active engine, and begins to open the others so that a switch finds them open. @throws StartupError, ENGINES.NOT_SET */
  async open(active: string): Promise<void> {
    await this.opening(active);
    for (const engine of this.openers.keys()) {
      if (engine !== active) this.opening(engine, ON_DEMAND_MS).catch((error: unknown) => this.logger.warn('an engine of documents that is not active does not answer', { engine, err: error }));
    }
  }

  has(engine: string): boolean {
    return this.openers.has(engine);
  }

  /** @throws ENGINES.NOT_SET (503) when this process does not have its URL, DOCUMENTS.UNAVAILABLE when it cannot be opened now */
  async of(engine: string): Promise<MovableDocumentStore> {
    return (await this.engine(engine)).store;
  }

  async movable(engine: string): Promise<MovableDocumentStore> {
    return this.of(engine);
  }

  async prepare(engine: string): Promise<void> {
    await (await this.engine(engine)).prepare();
  }

  /** @throws as `of` */
  async engine(engine: string): Promise<DocumentsEngine> {
    try {
      return await this.opening(engine, ON_DEMAND_MS);
    } catch (error) {
      if (error instanceof AppError) throw error;
      throw new AppError(DOCUMENTS_UNAVAILABLE, { retryAfter: 2, cause: error });
    }
  }

  /** After the last request has been answered. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.allSettled([...this.opened.values()].map(async (opening) => (await opening).close()));
  }

  private opening(engine: string, patienceMs?: number): Promise<DocumentsEngine> {
    const known = this.opened.get(engine);
    if (known) return known;
    const open = this.openers.get(engine);
    if (!open) return Promise.reject(notSet(engine));
    const opening = open(patienceMs);
    this.opened.set(engine, opening);
    // What failed once may work the next time.
    opening.catch(() => this.opened.delete(engine));
    return opening;
  }
}

function notSet(engine: string): AppError {
  const { label, variables } = engineOfPort(portOf('documents'), engine);
  return new AppError(ENGINE_NOT_SET, { detail: `The texts are in ${label}: set ${variables.join(', ')} on this process too, and start it again.`, retryAfter: 30 });
}
