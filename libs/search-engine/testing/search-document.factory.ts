import { newId } from '#libs/kernel';
import type { SearchDocument, SearchQuery } from '#libs/search-engine';

/** A live, public question; anything can be overridden. */
export function searchDocument(overrides: Partial<SearchDocument> = {}): SearchDocument {
  return {
    type: 'question',
    id: newId(),
    version: 1,
    title: 'A title',
    text: 'A text',
    tags: [],
    authorId: null,
    audience: 'public',
    state: 'live',
    score: 0,
    isAnswered: false,
    createdAt: new Date('2026-01-02T03:04:05.678Z'),
    ...overrides,
  };
}

/** A guest's search for these words among everything. */
export function searchQuery(text: string, overrides: Partial<SearchQuery> = {}): SearchQuery {
  return {
    text,
    phrases: [],
    types: ['question', 'answer', 'user'],
    tags: [],
    excludedTags: [],
    sort: 'relevance',
    audiences: ['public'],
    limit: 20,
    ...overrides,
  };
}
