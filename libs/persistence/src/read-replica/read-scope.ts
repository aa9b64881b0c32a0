import { AsyncLocalStorage } from 'node:async_hooks';

/** What a request that may read from the replica carries along. */
export interface ReadScope {
  /** False for good once the replica has failed, was lost or fell behind: from then on the request reads the primary. */
  isLive(): boolean;
  /** Rather fail than read the primary instead. */
  readonly isStrict: boolean;
}

const scopes = new AsyncLocalStorage<ReadScope>();

/** Runs `work`, and all it begins, under the scope. */
export function inReadScope<T>(scope: ReadScope, work: () => T): T {
  return scopes.run(scope, work);
}

export function readScope(): ReadScope | undefined {
  return scopes.getStore();
}

/** True when reads of this moment go to the replica. Everything else (members, writers, jobs) reads the primary. */
export function readsReplica(): boolean {
  const scope = scopes.getStore();
  return scope !== undefined && (scope.isStrict || scope.isLive());
}
