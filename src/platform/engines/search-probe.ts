import type { SearchIndexes } from '#libs/search-engine';

/** What the search engine holds. @throws when it does not answer or lacks something: then PostgreSQL answers searches */
export async function probeSearch({ local, remote, watch }: SearchIndexes): Promise<string> {
  if (!remote || !watch) return counted(await local.count());
  await watch.look();
  await watch.check();
  return `${await remote.describe()}; ${counted(await remote.count())}`;
}

function counted(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts).map(([type, count]) => `${count.toLocaleString('en-GB')} ${type}s`).join(', ');
}
