import { Injectable } from '@nestjs/common';
import type { Actor } from '#libs/kernel';
import type { SearchHit } from '#libs/search-engine';
import { type PostHit, type PostRef, QuestionSearchSource } from '#modules/questions';
import { type MemberCard, MemberCards, MemberSearchSource } from '#modules/users';
import { VisibilityPolicy } from '#modules/visibility';
import { markedHtml, withoutMarks } from '../domain/marked-html.js';

export interface FoundItem {
  type: SearchHit['type'];
  id: string;
  url: string;
  title: string;
  titleHtml: string;
  excerptHtml: string;
  score: number;
  tags: string[];
  author: MemberCard | null;
  createdAt: string;
  questionId?: string;
}

type Ref = Pick<SearchHit, 'type' | 'id'>;
type Item = Omit<FoundItem, 'titleHtml' | 'excerptHtml'>;

function isPost(ref: Ref): ref is PostRef {
  return ref.type !== 'user';
}

function postUrl(post: PostHit): string {
  return `/questions/${post.questionId}/${post.slug}${post.type === 'answer' ? `#answer-${post.id}` : ''}`;
}

/** Reads what the index found from the rows themselves: the index may lag, the visibility policy may not. */
@Injectable()
export class HitReader {
  constructor(
    private readonly posts: QuestionSearchSource,
    private readonly members: MemberSearchSource,
    private readonly cards: MemberCards,
    private readonly visibility: VisibilityPolicy,
  ) {}

  /** The hits the actor may see, in their order, as they are now. */
  async read(actor: Actor, hits: readonly SearchHit[]): Promise<FoundItem[]> {
    const items = await this.items(actor, hits);
    return hits.flatMap((hit) => {
      const item = items.get(`${hit.type}:${hit.id}`);
      if (!item) return [];
      // A title that was changed since it was indexed is shown as it is now, without marks.
      const titleHtml = markedHtml(withoutMarks(hit.titleHighlight) === item.title ? hit.titleHighlight : item.title);
      const { id, type, url, title, ...rest } = item;
      return [{ id, type, url, title, titleHtml, excerptHtml: markedHtml(hit.textHighlight), ...rest }];
    });
  }

  /** The same without the parts that come from the index. */
  async items(actor: Actor, refs: readonly Ref[]): Promise<Map<string, Item>> {
    const postRefs = refs.filter(isPost);
    const [posts, members] = await Promise.all([
      postRefs.length > 0 ? this.posts.searchHits(postRefs) : [],
      this.members.searchHits(refs.filter((ref) => ref.type === 'user').map((ref) => ref.id)),
    ]);
    const visible = posts.filter((post) => post.state === 'live' && this.visibility.canSee(actor, post));
    const cards = await this.cards.byIds(visible.map((post) => post.authorId));
    const items = [
      ...visible.map((post) => this.post(post, this.cards.pick(cards, post.authorId, post.authorName))),
      ...members.map(({ card, createdAt }): Item => ({
        type: 'user', id: card.id, url: `/users/${card.handle}`, title: card.displayName, score: 0, tags: [], author: null, createdAt: createdAt.toISOString(),
      })),
    ];
    return new Map(items.map((item) => [`${item.type}:${item.id}`, item]));
  }

  private post(post: PostHit, author: MemberCard): Item {
    const { type, id, title, score, tags, createdAt, questionId } = post;
    return { type, id, url: postUrl(post), title, score, tags, author, createdAt: createdAt.toISOString(), ...(type === 'answer' ? { questionId } : {}) };
  }
}
