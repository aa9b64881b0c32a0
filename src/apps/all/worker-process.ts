import { type ChildProcess, fork } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { GO, SUPERVISED } from '../process/supervised.js';

const WORKER = fileURLToPath(new URL('../worker/main.js', import.meta.url));
/** The worker waits most of its time: V8's default room for new objects would only keep garbage in memory (40 MB of it). */
const SMALL_HEAP = ['--max-semi-space-size=2', '--heap-growing-percent=25'];
/** The worker gives way to requests where both want the processor: what it does may come a moment later. */
const PRIORITY = constants.priority.PRIORITY_BELOW_NORMAL / 2;
const SHORTEST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 30_000;
/** A worker that lived this long was healthy: the next crash starts with the shortest pause again. */
const HEALTHY_MS = 60_000;
const STOP_PATIENCE_MS = 40_000;

/** What the worker tells over the channel once it works. */
export interface WorkerReady {
  readonly summary: string[];
}

/** The worker as a child of this process: started again when it ends, with growing pauses; ended when this process ends. */
export class WorkerProcess {
  private child: ChildProcess | null = null;
  private startedAt = 0;
  private pause = SHORTEST_PAUSE_MS;
  private timer: NodeJS.Timeout | undefined;
  private ending = false;
  private mayStart = false;
  private onReady: ((summary: string[]) => void) | null = null;

  constructor(private readonly warn: (line: string) => void) {}

  /** Starts the process, which loads its code and waits for `start`: that takes as long as the start of the API beside it. */
  load(): void {
    const child = fork(WORKER, [SUPERVISED], { execArgv: SMALL_HEAP, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.child = child;
    if (child.pid !== undefined) setPriority(child.pid, PRIORITY);
    this.startedAt = Date.now();
    if (this.mayStart) child.send(GO);
    child.once('message', (message: WorkerReady) => this.becameReady(message));
    child.once('exit', (code, signal) => this.ended(signal ?? `exit code ${code}`));
  }

  /** Lets it work, now and after each restart. The schema has to be up to date. `onReady` hears once what it has to say to the operator. */
  start(onReady: (summary: string[]) => void): void {
    this.onReady = onReady;
    this.mayStart = true;
    if (this.child?.connected) this.child.send(GO);
  }

  /** From now on it is not started again: a signal to the whole process group may end it before its turn comes. */
  retire(): void {
    this.ending = true;
    clearTimeout(this.timer);
  }

  /** Asks it to finish what it does and waits for its end. */
  async stop(): Promise<void> {
    this.retire();
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
    await ended;
    clearTimeout(late);
  }

  private becameReady({ summary }: WorkerReady): void {
    this.onReady?.(summary);
    this.onReady = null;
  }

  private ended(how: string): void {
    if (this.ending) return;
    if (Date.now() - this.startedAt > HEALTHY_MS) this.pause = SHORTEST_PAUSE_MS;
    this.warn(`the worker has ended (${how}): starting it again in ${this.pause} ms`);
    this.timer = setTimeout(() => this.load(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
  }
}
