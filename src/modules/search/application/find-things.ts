import { Injectable } from '@nestjs/common';
import type { Actor } from '#libs/kernel';
import { SEARCH_TYPES, type SearchQuery, type SearchResult, type SearchType } from '#libs/search-engine';
import { normaliseTag } from '#modules/questions';
import { MembersFacade } from '#modules/users';
import { VisibilityPolicy } from '#modules/visibility';
import { parseSearch, type SearchRequest } from '../domain/search-request.js';
import { type FoundItem, HitReader } from './hit-reader.js';
import { SharedSearches } from './shared-searches.js';

export interface FindInput {
  q: string;
  types: readonly SearchType[];
  /** Slugs; one with a leading hyphen must be absent. */
  tags: readonly string[];
  sort: SearchQuery['sort'];
  limit: number;
  cursor?: string;
}

export interface Found {
  items: FoundItem[];
  nextCursor: string | null;
  fuzzy: boolean;
  degraded: boolean;
}

/** How often a page is topped up when the policy drops hits the index still had. */
const REFILLS = 3;

const NOTHING: Found = { items: [], nextCursor: null, fuzzy: false, degraded: false };

/** Search as people use it: operators, filters, and only what the actor may see. */
@Injectable()
export class FindThings {
  constructor(
    private readonly searches: SharedSearches,
    private readonly hits: HitReader,
    private readonly members: MembersFacade,
    private readonly visibility: VisibilityPolicy,
  ) {}

  async execute(actor: Actor, input: FindInput): Promise<Found> {
    const query = await this.query(actor, input, parseSearch(input.q));
    if (!query) return NOTHING;
    const items: FoundItem[] = [];
    let result: SearchResult;
    let cursor = input.cursor;
    let refills = 0;
    let degraded = false;
    do {
      result = await this.searches.search({ ...query, limit: input.limit - items.length, cursor });
      items.push(...(await this.hits.read(actor, result.hits)));
      degraded ||= result.degraded ?? false;
      cursor = result.nextCursor ?? undefined;
      refills += 1;
    } while (cursor !== undefined && items.length < input.limit && refills <= REFILLS);
    return { items, nextCursor: result.nextCursor, fuzzy: result.fuzzy, degraded };
  }

  /** Null when the filters contradict each other or name nobody: nothing can match. */
  private async query(actor: Actor, input: FindInput, request: SearchRequest): Promise<Omit<SearchQuery, 'limit' | 'cursor'> | null> {
    const wanted = input.types.length > 0 ? input.types : SEARCH_TYPES;
    const types = request.type ? wanted.filter((type) => type === request.type) : wanted;
    if (types.length === 0) return null;
    const authorId = request.author === undefined ? undefined : await this.authorId(actor, request.author);
    if (authorId === null) return null;
    const excluded = input.tags.filter((tag) => tag.startsWith('-')).map((tag) => tag.slice(1));
    return {
      text: request.text,
      phrases: request.phrases,
      types,
      tags: slugs([...request.tags, ...input.tags.filter((tag) => !tag.startsWith('-'))]),
      excludedTags: slugs([...request.excludedTags, ...excluded]),
      authorId,
      minScore: request.minScore,
      isAnswered: request.isAnswered,
      sort: input.sort,
      audiences: this.visibility.audiencesFor(actor),
    };
  }

  private async authorId(actor: Actor, handle: string): Promise<string | null> {
    if (handle === 'me') return actor.kind === 'member' ? actor.id : null;
    return (await this.members.findByHandle(handle))?.id ?? null;
  }
}

/** A tag that cannot exist stays as it is, and matches nothing. */
function slugs(tags: readonly string[]): string[] {
  return [...new Set(tags.map((tag) => normaliseTag(tag) ?? tag))];
}
