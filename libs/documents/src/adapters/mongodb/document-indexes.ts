import { StartupError } from '#libs/persistence';
import type { DocumentModels } from './document-models.js';

/** Where the indexes of a collection differ from what this program wants. */
export interface IndexDifference {
  collection: string;
  missing: string[];
  unexpected: string[];
}

const CONFLICTS = new Set([85, 86]);

function named(keys: object): string {
  return `{${Object.entries(keys).map(([key, direction]) => `${key}: ${String(direction)}`).join(', ')}}`;
}

/** @returns collections whose indexes are not as they should be; an index of another shape counts as both */
export async function checkIndexes(models: DocumentModels): Promise<IndexDifference[]> {
  const all = Object.entries(models).map(async ([collection, model]) => {
    const { toDrop, toCreate } = await model.diffIndexes();
    return { collection, missing: toCreate.map(named), unexpected: toDrop };
  });
  return (await Promise.all(all)).filter(({ missing, unexpected }) => missing.length + unexpected.length > 0);
}

/** Makes collections and indexes that are missing; what is unexpected stays. @returns what was made. @throws StartupError for one that is in the way */
export async function ensureIndexes(models: DocumentModels): Promise<string[]> {
  const made: string[] = [];
  for (const { collection, missing } of await checkIndexes(models)) {
    if (missing.length === 0) continue;
    try {
      await models[collection as keyof DocumentModels].createIndexes();
    } catch (error) {
      if (!CONFLICTS.has(Number((error as { code?: unknown }).code))) throw error;
      throw new StartupError(`MongoDB has an index on ${collection} that is not ours: ${(error as Error).message}.`, 'drop it, then start again.', { cause: error });
    }
    made.push(...missing.map((keys) => `${collection} ${keys}`));
  }
  return made;
}

/** One line for people. */
export function describeDifferences(differences: readonly IndexDifference[]): string[] {
  return differences.flatMap(({ collection, missing, unexpected }) => [
    ...missing.map((keys) => `${collection} lacks the index ${keys}: run \`cairn migrate\``),
    ...unexpected.map((name) => `${collection} has an unexpected index, ${name}: drop it unless you made it on purpose`),
  ]);
}
