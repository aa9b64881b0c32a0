import type { z } from 'zod';

/** One environment variable: its schema (a default lives in the schema), what it is for, whether logs must mask it. */
export interface ConfigField {
  schema: z.ZodType;
  description: string;
  secret?: boolean;
  /** Shown in .env.example; the default otherwise. */
  example?: string;
}

export interface ConfigDefinition<F extends Record<string, ConfigField> = Record<string, ConfigField>> {
  /** The lib or module that owns these variables. */
  readonly owner: string;
  readonly fields: F;
  /** Nest injection token of the parsed values. */
  readonly token: symbol;
}

export type ConfigOf<D> = D extends ConfigDefinition<infer F> ? { readonly [K in keyof F]: z.output<F[K]['schema']> } : never;

/** Declares the variables of one lib or module. `src/platform/config` collects, validates and documents all of them. */
export function defineConfig<F extends Record<string, ConfigField>>(owner: string, fields: F): ConfigDefinition<F> {
  return Object.freeze({ owner, fields, token: Symbol(`config:${owner}`) });
}
