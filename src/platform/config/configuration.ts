import { type ConfigDefinition, ConfigError, type ConfigOf, type ConfigProblem, parseConfig } from '#libs/config';

type Environment = Readonly<Record<string, string | undefined>>;

/** The parsed configuration of the whole program. */
export class Configuration {
  private readonly values = new Map<symbol, unknown>();

  /** Parses every definition. @throws ConfigError naming every problem at once */
  constructor(definitions: readonly ConfigDefinition[], env: Environment) {
    const problems: ConfigProblem[] = [];
    for (const definition of definitions) {
      try {
        this.values.set(definition.token, parseConfig(definition, env));
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        problems.push(...error.problems);
      }
    }
    if (problems.length > 0) throw new ConfigError(problems);
  }

  /** The value of a variable that is a text, or undefined when it is not set and has no default. */
  valueOf(variable: string): string | undefined {
    for (const values of this.values.values()) {
      const value = (values as Record<string, unknown>)[variable];
      if (typeof value === 'string') return value;
    }
    return undefined;
  }

  of<D extends ConfigDefinition>(definition: D): ConfigOf<D> {
    const values = this.values.get(definition.token);
    if (!values) throw new Error(`configuration of ${definition.owner} is not in the registry`);
    return values as ConfigOf<D>;
  }
}
