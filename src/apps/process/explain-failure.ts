import { ConfigError } from '#libs/config';
import { StartupError } from '#libs/persistence';

/** What to tell the operator about a failed start: a sentence with its fix when the cause is known, else the whole error. */
export function explainFailure(error: unknown): string {
  if (error instanceof StartupError) return error.message;
  if (error instanceof ConfigError) return `${error.message}\n  Fix: correct these variables; .env.example and docs/reference/configuration.md list them all.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
