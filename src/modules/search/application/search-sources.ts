import { Injectable } from '@nestjs/common';
import type { IndexedVersion, SearchIndexTarget, SearchType } from '#libs/search-engine';
import { type PostRef, QuestionSearchSource } from '#modules/questions';
import { MemberSearchSource } from '#modules/users';
import { SearchIndex } from './search-index.js';

export interface Ref {
  type: SearchType;
  id: string;
}

/** The rows that everything in an index comes from. */
@Injectable()
export class SearchSources {
  constructor(
    private readonly posts: QuestionSearchSource,
    private readonly members: MemberSearchSource,
  ) {}

  /** Writes to this index. */
  into(target: SearchIndexTarget): SearchIndex {
    return new SearchIndex(target, this.posts, this.members);
  }

  /** Ids of everything of a type, deleted things too, in their own order. */
  idsAfter(type: SearchType, after: string, limit: number): Promise<string[]> {
    return type === 'user' ? this.members.idsAfter(after, limit) : this.posts.idsAfter(type, after, limit);
  }

  /** What an index should hold of a type, in order of id. */
  versionsAfter(type: SearchType, after: string, limit: number): Promise<IndexedVersion[]> {
    return type === 'user' ? this.members.versionsAfter(after, limit) : this.posts.versionsAfter(type, after, limit);
  }

  /** What an index should hold of these. */
  async versionsOf(refs: readonly Ref[]): Promise<(IndexedVersion & Ref)[]> {
    const documents = [
      ...(await this.posts.searchDocuments(refs.filter((ref): ref is PostRef => ref.type !== 'user'))),
      ...(await this.members.searchDocuments(refs.filter((ref) => ref.type === 'user').map((ref) => ref.id))),
    ];
    return documents.filter((document) => document.state !== 'deleted').map(({ type, id, version }) => ({ type, id, version }));
  }

  async update(index: SearchIndex, refs: readonly Ref[]): Promise<void> {
    await index.updatePosts(refs.filter((ref): ref is PostRef => ref.type !== 'user'));
    await index.updateMembers(refs.filter((ref) => ref.type === 'user').map((ref) => ref.id));
  }
}
