import { createHash } from 'node:crypto';
import type { estypes } from '@elastic/elasticsearch';
import { STOP_WORDS } from './stop-words.js';

/** Soon enough for whoever waits for a write, seldom enough not to make a segment of every write. */
export const REFRESH_INTERVAL = '200ms';

/**
 * What a word is worth in a text: more often is better, less and less so, and more in a short text. Unlike BM25 it knows nothing of the other
 * documents, so ranks do not move while others come and go, and are the same on every replica: pages stay steady.
 */
const similarity = (usualLength: number): estypes.IndicesSettingsSimilarity => ({
  type: 'scripted',
  script: { source: `double norm = 1.2 * (0.25 + 0.75 * doc.length / ${usualLength.toFixed(1)}); return query.boost * doc.freq / (doc.freq + norm);` },
});

/** Texts arrive already split into words by us (text/words-of.ts), as for PostgreSQL. */
const analysis: estypes.IndicesIndexSettingsAnalysis = {
  filter: {
    cairn_stop: { type: 'stop', stopwords: [...STOP_WORDS] },
    cairn_english: { type: 'snowball', language: 'English' },
  },
  analyzer: {
    cairn_text: { type: 'custom', tokenizer: 'whitespace', filter: ['lowercase', 'asciifolding', 'cairn_stop', 'cairn_english'] },
    cairn_word: { type: 'custom', tokenizer: 'whitespace', filter: ['lowercase', 'asciifolding'] },
  },
};

const settings: estypes.IndicesIndexSettings = {
  number_of_shards: 1,
  auto_expand_replicas: '0-1',
  max_result_window: 10_000,
  similarity: { cairn_passage: similarity(150), cairn_title: similarity(8) },
  analysis,
};

const mappings: estypes.MappingTypeMapping = {
  dynamic: 'strict',
  // What is only looked for is not kept a second time.
  _source: { excludes: ['title', 'all'] },
  properties: {
    type: { type: 'keyword' },
    id: { type: 'keyword' },
    state: { type: 'keyword' },
    audience: { type: 'keyword' },
    tags: { type: 'keyword' },
    author: { type: 'keyword' },
    score: { type: 'integer' },
    answered: { type: 'boolean' },
    created: { type: 'date', format: 'epoch_millis' },
    // How much more a match in it counts: a little for its votes; what members say of themselves comes after posts.
    worth: { type: 'float' },
    // Title, tags and body together: a thing has a word wherever it stands.
    all: { type: 'text', analyzer: 'cairn_text', similarity: 'cairn_passage', fields: { word: { type: 'text', analyzer: 'cairn_word', similarity: 'cairn_passage' } } },
    title: {
      type: 'text',
      analyzer: 'cairn_text',
      similarity: 'cairn_title',
      fields: { word: { type: 'text', analyzer: 'cairn_word', similarity: 'cairn_title', index_prefixes: { min_chars: 1, max_chars: 10 } } },
    },
    // Shown, never looked for.
    heading: { type: 'keyword', index: false, doc_values: false },
    passage: { type: 'keyword', index: false, doc_values: false },
  },
};

/** Changes with everything that makes an index another one; an index of another format is built anew. */
export const FORMAT = createHash('sha256').update(JSON.stringify({ settings, mappings })).digest('base64url').slice(0, 12);

export const DEFINITION = { settings, mappings: { ...mappings, _meta: { format: FORMAT } } } as const;
