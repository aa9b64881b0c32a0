import type { JobDefinition, JobHandler, Json } from './job-queue.port.js';

/** Declares a job: `defineJob<{ memberId: string }>('users.export', { attempts: 5, backoffMs: 1_000 })`. */
export function defineJob<P extends Json>(name: string, retry: { attempts: number; backoffMs: number }): JobDefinition<P> {
  if (!/^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)+$/.test(name)) throw new Error(`job name ${name} is not of the form area.do-this`);
  return Object.freeze({ name, ...retry });
}

/** A job and what runs it, with the payload's type put aside so that all of them fit one list. */
export interface RegisteredJob {
  readonly definition: JobDefinition;
  readonly handler: JobHandler;
}

/** Pairs a definition with its handler. */
export function handleJob<P extends Json>(definition: JobDefinition<P>, handler: JobHandler<P>): RegisteredJob {
  // The payload's type was checked when the job was requested.
  return Object.freeze({ definition, handler: handler as unknown as JobHandler });
}
