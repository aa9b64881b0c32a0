import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { DocumentStore } from '#libs/documents';
import type { Page, RequestContext } from '#libs/kernel';
import { CursorInt, decodeCursor, toPage } from '#libs/http';
import { AnswerWriting } from './answer-writing.js';

/** A question as it read at one time. */
export interface RevisionView {
  version: number;
  title: string | null;
  body: string;
  bodyHtml: string;
  createdAt: string;
}

const Cursor = z.tuple([CursorInt.min(1)]);

/** Versions of a question, newest first. */
@Injectable()
export class RevisionsQueries {
  constructor(
    private readonly posts: AnswerWriting,
    private readonly documents: DocumentStore,
  ) {}

  /** @throws RESOURCE.NOT_FOUND */
  async list(ctx: RequestContext, questionId: string, input: { limit: number; cursor?: string }): Promise<Page<RevisionView>> {
    const [before] = input.cursor === undefined ? [undefined] : decodeCursor(Cursor, input.cursor);
    const question = await this.posts.requireQuestion(ctx.actor, questionId);
    // A version that is newer than the row was staged and has not been committed.
    const newest = question.textVersion + 1;
    const versions = await this.documents.versions('questions', questionId, input.limit + 1, Math.min(before ?? newest, newest));
    return toPage(versions, input.limit, ({ version }) => [version], ({ version, title, body, bodyHtml, createdAt }) => ({
      version,
      title: title ?? null,
      body,
      bodyHtml,
      createdAt: createdAt.toISOString(),
    }));
  }
}
