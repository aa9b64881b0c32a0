/** So many times per so many seconds, for one key (a member, an address). All of it may be used at once; it comes back evenly. */
export interface LimitDefinition {
  /** The scope that a refusal names: `questions.ask`. */
  readonly name: string;
  readonly allowance: number;
  readonly perSeconds: number;
}

const defined = new Map<string, LimitDefinition>();

/** Declares a limit: `defineLimit('questions.ask', { allowance: 6, perSeconds: 3_600 })`. Names are unique in the program. */
export function defineLimit(name: string, { allowance, perSeconds }: { allowance: number; perSeconds: number }): LimitDefinition {
  if (defined.has(name)) throw new Error(`limit ${name} is defined twice`);
  if (!(allowance >= 1) || !(perSeconds > 0)) throw new Error(`limit ${name} allows nothing`);
  const limit = Object.freeze({ name, allowance, perSeconds });
  defined.set(name, limit);
  return limit;
}

/** Every limit declared so far, for the docs. */
export function definedLimits(): readonly LimitDefinition[] {
  return [...defined.values()].sort((a, b) => a.name.localeCompare(b.name));
}
