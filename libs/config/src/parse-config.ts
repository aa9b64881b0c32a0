import type { ConfigDefinition, ConfigOf } from './define-config.js';

export interface ConfigProblem {
  variable: string;
  message: string;
}

/** Every variable that is wrong, at once; the message names each with its fix. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly ConfigProblem[]) {
    super(`bad configuration:\n${problems.map((p) => `  ${p.variable}: ${p.message}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Parses one definition from the environment; an empty string counts as not set. @throws ConfigError naming every problem */
export function parseConfig<D extends ConfigDefinition>(definition: D, env: Environment): ConfigOf<D> {
  const values: Record<string, unknown> = {};
  const problems: ConfigProblem[] = [];
  for (const [variable, field] of Object.entries(definition.fields)) {
    const raw = env[variable];
    const result = field.schema.safeParse(raw === '' ? undefined : raw);
    if (result.success) values[variable] = result.data;
    else problems.push({ variable, message: result.error.issues.map((issue) => issue.message).join('; ') });
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(values) as ConfigOf<D>;
}
