import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type IndexedVersion, SEARCH_TYPES, type SearchIndexTarget, type SearchType } from '#libs/search-engine';
import { type Ref, SearchSources } from './search-sources.js';

const PAGE = 1_000;
const FIRST = '00000000-0000-0000-0000-000000000000';
/** So many are looked at again, in case they were on their way; and named. */
const NAMED = 1_000;
const AT_ONCE = 250;
const LOOKS = 6;
const PAUSE_MS = 1_000;

/** `missing`: only the rows have it; `extra`: only the index; `stale`: in another version. */
export interface Difference extends Ref {
  problem: 'missing' | 'extra' | 'stale';
  /** Version of the row, and in the index; null where it is absent. */
  expected: number | null;
  indexed: number | null;
}

export interface Comparison {
  /** Rows of each type. */
  compared: Record<SearchType, number>;
  /** At most a thousand by name. */
  differences: Difference[];
  /** All of them. */
  count: number;
}

/** Holds the ids and versions of an index against the rows, in pages: memory does not grow with the site. */
@Injectable()
export class IndexComparison {
  constructor(private readonly sources: SearchSources) {}

  /** Differences that go away within some seconds were writes on their way and are not told. */
  async compare(target: SearchIndexTarget, { looks = LOOKS }: { looks?: number } = {}): Promise<Comparison> {
    const compared: Record<SearchType, number> = { question: 0, answer: 0, user: 0 };
    const suspects: Ref[] = [];
    let uncounted = 0;
    for (const type of SEARCH_TYPES) {
      for await (const page of this.pages(target, type)) {
        compared[type] += page.rows;
        const room = NAMED - suspects.length;
        suspects.push(...page.suspects.slice(0, room));
        uncounted += Math.max(0, page.suspects.length - room);
      }
    }
    const differences = await this.lookAgain(target, suspects, uncounted > 0 ? 1 : looks);
    return { compared, differences, count: differences.length + uncounted };
  }

  /** What is different between these things now. */
  async differencesOf(target: SearchIndexTarget, refs: readonly Ref[]): Promise<Difference[]> {
    const found: Difference[] = [];
    for (let from = 0; from < refs.length; from += AT_ONCE) {
      const some = refs.slice(from, from + AT_ONCE);
      // The index first: what is written meanwhile is then newer in the rows, and looked at again.
      const indexed = new Map((await target.versionsOf(some)).map((item) => [`${item.type}:${item.id}`, item.version]));
      const expected = new Map((await this.sources.versionsOf(some)).map((item) => [`${item.type}:${item.id}`, item.version]));
      for (const { type, id } of some) {
        const key = `${type}:${id}`;
        const difference = differenceOf(expected.get(key) ?? null, indexed.get(key) ?? null);
        if (difference) found.push({ type, id, ...difference });
      }
    }
    return found;
  }

  private async lookAgain(target: SearchIndexTarget, suspects: readonly Ref[], looks: number): Promise<Difference[]> {
    let left = await this.differencesOf(target, suspects);
    for (let look = 1; look < looks && left.length > 0; look += 1) {
      await sleep(PAUSE_MS);
      const before = new Map(left.map((difference) => [`${difference.type}:${difference.id}`, difference]));
      left = (await this.differencesOf(target, left)).filter((now) => !isFollowed(before.get(`${now.type}:${now.id}`)!, now));
    }
    return left;
  }

  /** Both sides side by side, as far as the one that ends first in this page. */
  private async *pages(target: SearchIndexTarget, type: SearchType): AsyncGenerator<{ rows: number; suspects: Ref[] }> {
    for (let after = FIRST; ; ) {
      const [rows, indexed] = await Promise.all([this.sources.versionsAfter(type, after, PAGE), target.versions(type, after, PAGE)]);
      const ends = [rows, indexed].filter((side) => side.length === PAGE).map((side) => side.at(-1)!.id);
      const until = ends.length === 0 ? null : ends.sort()[0]!;
      const within = (item: IndexedVersion): boolean => until === null || item.id <= until;
      const here = rows.filter(within);
      yield { rows: here.length, suspects: suspectsOf(here, indexed.filter(within)).map((id) => ({ type, id })) };
      if (until === null) return;
      after = until;
    }
  }
}

function suspectsOf(rows: readonly IndexedVersion[], indexed: readonly IndexedVersion[]): string[] {
  const left = new Map(indexed.map(({ id, version }) => [id, version]));
  const suspects: string[] = [];
  for (const { id, version } of rows) {
    if (left.get(id) !== version) suspects.push(id);
    left.delete(id);
  }
  return [...suspects, ...left.keys()];
}

/** What is written all the time is never caught up with, but the index has reached what the row said at the look before. */
function isFollowed(before: Difference, now: Difference): boolean {
  if (before.expected === null || now.expected === null || now.indexed === null) return false;
  return (before.indexed ?? -1) < before.expected && now.indexed >= before.expected && now.indexed < now.expected;
}

function differenceOf(expected: number | null, indexed: number | null): Omit<Difference, keyof Ref> | null {
  if (expected === indexed) return null;
  return { problem: indexed === null ? 'missing' : expected === null ? 'extra' : 'stale', expected, indexed };
}
