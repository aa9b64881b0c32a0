/** What a connection was opened with. */
export type LiveCredential = `session:${string}` | `token:${string}`;

/** Knows which sessions and personal access tokens have ended: run out, revoked, their member suspended or erased. */
export abstract class LiveSessions {
  /** Which of these have ended; one query for all of them. */
  abstract findEnded(credentials: readonly LiveCredential[]): Promise<ReadonlySet<LiveCredential>>;
}
