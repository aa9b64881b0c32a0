import { Worker } from 'node:worker_threads';
import { AppError } from '#libs/kernel';
import { TEXT_RENDERER_BUSY, TEXT_TOO_COMPLEX } from './rich-text.errors.js';
import type { RenderOutcome } from './render-safely.js';
import { workerEntry } from './worker-entry.js';

export interface RenderThreadOptions {
  /** Longest time one text may take, in milliseconds; the thread is thrown away at that point. */
  deadlineMs: number;
  /** Texts that may wait; one more is refused. */
  queueLimit: number;
  /** The thread ends after this long without work, in milliseconds: it holds some 30 MB. */
  idleMs: number;
}

/** A thread on a machine that is very busy may take this long to take up a text, in milliseconds. */
const START_MS = 15_000;

interface Task {
  id: number;
  markdown: string;
  resolve: (outcome: RenderOutcome) => void;
  reject: (error: unknown) => void;
}

/** One worker thread that renders texts in turn. Started by the first, restarted after a hang or a crash. */
export class RenderThread {
  private readonly waiting: Task[] = [];
  private current: Task | null = null;
  private worker: Worker | null = null;
  private timer: NodeJS.Timeout | null = null;
  private lastId = 0;

  constructor(private readonly options: RenderThreadOptions) {}

  /** @throws TEXT.RENDERER_BUSY, TEXT.TOO_COMPLEX at the deadline */
  render(markdown: string): Promise<RenderOutcome> {
    if (this.waiting.length >= this.options.queueLimit) {
      return Promise.reject(new AppError(TEXT_RENDERER_BUSY, { retryAfter: 2 }));
    }
    return new Promise((resolve, reject) => {
      this.lastId += 1;
      this.waiting.push({ id: this.lastId, markdown, resolve, reject });
      this.next();
    });
  }

  /** Ends the thread; whatever waits is refused. */
  async close(): Promise<void> {
    const refused = [...(this.current ? [this.current] : []), ...this.waiting.splice(0)];
    this.current = null;
    await this.stop();
    for (const task of refused) task.reject(new AppError(TEXT_RENDERER_BUSY, { retryAfter: 2 }));
  }

  private next(): void {
    if (this.current) return;
    const task = this.waiting.shift();
    if (!task) return this.rest();
    this.current = task;
    const worker = (this.worker ??= this.start());
    worker.ref();
    this.arm(START_MS, () => this.fail(new AppError(TEXT_RENDERER_BUSY, { retryAfter: 2 })));
    worker.postMessage({ id: task.id, markdown: task.markdown });
  }

  private rest(): void {
    this.worker?.unref();
    this.arm(this.options.idleMs, () => void this.stop());
    this.timer?.unref();
  }

  private start(): Worker {
    const { url, options } = workerEntry(import.meta.url);
    const worker = new Worker(url, { ...options, resourceLimits: { maxOldGenerationSizeMb: 128 } });
    worker.on('message', ({ id, outcome }: { id: number; outcome?: RenderOutcome }) => {
      if (this.current?.id !== id) return;
      if (outcome === undefined) return this.begun();
      const task = this.current;
      this.current = null;
      task.resolve(outcome);
      this.next();
    });
    worker.on('error', (error) => this.worker === worker && this.fail(error));
    worker.on('exit', () => this.worker === worker && this.fail(new Error('the rendering thread ended')));
    return worker;
  }

  /** The thread has taken up the text: from here on its time counts. */
  private begun(): void {
    this.arm(this.options.deadlineMs, () => this.fail(new AppError(TEXT_TOO_COMPLEX, { detail: 'this text takes too long to render' })));
  }

  private fail(error: unknown): void {
    const task = this.current;
    this.current = null;
    void this.stop();
    task?.reject(error);
    this.next();
  }

  private arm(ms: number, work: () => void): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(work, ms);
  }

  private async stop(): Promise<void> {
    const worker = this.worker;
    this.worker = null;
    if (this.timer) clearTimeout(this.timer);
    await worker?.terminate();
  }
}
