import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type DocumentVersion, RecentTexts } from '#libs/documents';
import { type Actor, AppError, Clock, type Page } from '#libs/kernel';
import { CursorInstant, decodeCursor, encodeCursor, Id, NOT_FOUND } from '#libs/http';
import { type MemberCard, MemberCards, type Source } from '#modules/users';
import { VisibilityPolicy } from '#modules/visibility';
import type { Comment } from '../domain/comment.js';
import { commentOperations, type CommentOperations } from '../domain/comment.policy.js';
import { CommentsRepository } from '../infra/comments.repository.js';
import { CommentTargets } from './comment-targets.js';

/** A comment as it is answered. */
export interface CommentView {
  id: string;
  target: string;
  body: string;
  bodyHtml: string;
  author: MemberCard;
  score: number;
  state: Comment['state'];
  createdAt: string;
  editedAt: string | null;
  source: Source | null;
  viewer: (CommentOperations & { vote: 0 | 1 }) | null;
}

export interface CommentPreview {
  items: CommentView[];
  total: number;
}

export interface CommentListInput {
  targetType: string;
  targetId: string;
  sort: 'old' | 'new';
  limit: number;
  cursor?: string;
}

const Cursor = z.tuple([z.enum(['old', 'new']), CursorInstant, Id]);

/** Comments of one target shown under it before "show more". */
const PREVIEW = 5;

@Injectable()
export class CommentsQueries {
  constructor(
    private readonly comments: CommentsRepository,
    private readonly targets: CommentTargets,
    private readonly texts: RecentTexts,
    private readonly cards: MemberCards,
    private readonly visibility: VisibilityPolicy,
    private readonly clock: Clock,
  ) {}

  /** One comment the actor may see. @throws RESOURCE.NOT_FOUND */
  async one(actor: Actor, id: string): Promise<{ view: CommentView; comment: Comment }> {
    const comment = await this.comments.find(id);
    if (!comment || !this.visibility.canSee(actor, { audience: 'public', state: comment.state, authorId: comment.authorId })) throw new AppError(NOT_FOUND);
    await this.targets.require(actor, comment.targetType, comment.targetId);
    return { view: (await this.views(actor, [comment]))[0]!, comment };
  }

  /** Live comments of one target. @throws RESOURCE.NOT_FOUND for a target the actor may not see */
  async list(actor: Actor, input: CommentListInput): Promise<Page<CommentView>> {
    const [, sortAt, id] = input.cursor === undefined ? [] : decodeCursor(Cursor.refine(([sort]) => sort === input.sort), input.cursor);
    await this.targets.require(actor, input.targetType, input.targetId);
    const rows = await this.comments.list(input.targetId, input.sort, sortAt !== undefined && id !== undefined ? { sortAt, id } : undefined, input.limit + 1);
    const shown = rows.slice(0, input.limit);
    const last = shown.at(-1);
    const nextCursor = rows.length > input.limit && last ? encodeCursor([input.sort, last.sortAt, last.id]) : null;
    return { items: await this.views(actor, shown), nextCursor };
  }

  /** The first comments of targets that the caller has found visible, by target id. */
  async previews(actor: Actor, targetIds: readonly string[]): Promise<Map<string, CommentPreview>> {
    if (targetIds.length === 0) return new Map();
    const rows = await this.comments.previews(targetIds, PREVIEW);
    const views = await this.views(actor, rows);
    const previews = new Map<string, CommentPreview>();
    rows.forEach((row, index) => {
      const preview = previews.get(row.targetId) ?? { items: [], total: row.total };
      preview.items.push(views[index]!);
      previews.set(row.targetId, preview);
    });
    return previews;
  }

  /** Texts, people and votes of these rows, in three queries. */
  async views(actor: Actor, rows: readonly Comment[]): Promise<CommentView[]> {
    if (rows.length === 0) return [];
    const [texts, cards, voted] = await Promise.all([
      this.texts.getMany('comments', rows.map((row) => ({ id: row.id, version: row.textVersion }))),
      this.cards.byIds(rows.map((row) => row.authorId)),
      actor.kind === 'member' ? this.comments.votedBy(actor.id, rows.map((row) => row.id)) : new Set<string>(),
    ]);
    return rows.map((row) => this.view(actor, row, texts.get(row.id), this.cards.pick(cards, row.authorId, row.authorName), voted.has(row.id)));
  }

  private view(actor: Actor, row: Comment, text: DocumentVersion | undefined, author: MemberCard, voted: boolean): CommentView {
    return {
      id: row.id,
      target: `${row.targetType}:${row.targetId}`,
      body: text?.body ?? '',
      bodyHtml: text?.bodyHtml ?? '',
      author,
      score: row.score,
      state: row.state,
      createdAt: row.createdAt.toISOString(),
      editedAt: row.editedAt?.toISOString() ?? null,
      source: row.source,
      viewer: actor.kind === 'guest' ? null : { vote: voted ? 1 : 0, ...commentOperations(actor, row, this.clock.now()) },
    };
  }
}
