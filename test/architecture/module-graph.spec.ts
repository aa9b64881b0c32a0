import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '../..');

async function graph(): Promise<Record<string, string[]>> {
  const { GRAPH } = (await import(pathToFileURL(path.join(root, 'modules.graph.mjs')).href)) as { GRAPH: Record<string, string[]> };
  return GRAPH;
}

/** The first way that leads from a module back to itself, or null. */
function cycleFrom(edges: Record<string, string[]>, name: string, way: string[] = []): string[] | null {
  if (way.includes(name)) return [...way.slice(way.indexOf(name)), name];
  for (const next of edges[name] ?? []) {
    const cycle = cycleFrom(edges, next, [...way, name]);
    if (cycle) return cycle;
  }
  return null;
}

describe('modules.graph.mjs', () => {
  it('is acyclic', async () => {
    const edges = await graph();
    expect(Object.keys(edges).map((name) => cycleFrom(edges, name)).filter(Boolean)).toEqual([]);
  });

  it('sees a cycle where there is one', () => {
    expect(cycleFrom({ a: ['b'], b: ['c'], c: ['b'] }, 'a')).toEqual(['b', 'c', 'b']);
  });

  it('lists every module, and only modules that exist', async () => {
    const folders = readdirSync(path.join(root, 'src/modules'));
    const edges = await graph();
    expect(Object.keys(edges).sort()).toEqual(folders.sort());
    expect(Object.values(edges).flat().filter((name) => !(name in edges))).toEqual([]);
  });
});
