import { sql, type SqlReader } from '#libs/persistence';
import { editDistance } from '../../text/edit-distance.js';

const MAX_NEAR = 24;

const ONE_LETTER = sql<{ term: string; folded: string; word: string }>(
  'search.words-one-letter-away',
  `select g.term, f.folded, n.word from unnest($1::text[]) as g(term)
   cross join lateral (select (tsvector_to_array(to_tsvector('search.word', g.term)))[1] as folded) f
   cross join lateral (select w.word from search.words w where search.deletions(w.word) && search.deletions(f.folded) limit 200) n`,
);
const SIMILAR = sql<{ term: string; folded: string; word: string }>(
  'search.words-similar',
  `select g.term, f.folded, n.word from unnest($1::text[]) as g(term)
   cross join lateral (select (tsvector_to_array(to_tsvector('search.word', g.term)))[1] as folded) f
   cross join lateral (select w.word from search.words w where w.word % f.folded order by similarity(w.word, f.folded) desc limit 8) n`,
);

type Near = Map<string, string[]>;

function collect(rows: readonly { term: string; folded: string; word: string }[], distance: number): Near {
  const near: Near = new Map();
  for (const { term, folded, word } of rows) {
    if (word === folded || editDistance(folded, word, distance) > distance) continue;
    const words = near.get(term) ?? [];
    if (words.length < MAX_NEAR) words.push(word);
    near.set(term, words);
  }
  return near;
}

/** Finds indexed words that a misspelt one may stand for. */
export class Spelling {
  constructor(private readonly reader: SqlReader) {}

  /** For each of these words the indexed ones a single letter away; for long words without any, those two letters away. */
  async near(words: readonly string[]): Promise<Near> {
    if (words.length === 0) return new Map();
    const near = collect(await this.reader.query(ONE_LETTER, [words]), 1);
    const left = words.filter((word) => word.length >= 7 && !near.has(word));
    if (left.length === 0) return near;
    const similar = collect(await this.reader.query(SIMILAR, [left]), 2);
    return new Map([...near, ...similar]);
  }
}
