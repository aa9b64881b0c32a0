export interface ThrowawayPostgres {
  readonly connection: { host: string; user: string; database: string };
  stop(): Promise<void>;
}

export function startThrowawayPostgres(options?: { settings?: Record<string, string> }): Promise<ThrowawayPostgres>;
