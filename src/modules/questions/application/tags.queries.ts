import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type Actor, AppError, type Page } from '#libs/kernel';
import { CursorInt, CursorText, decodeCursor, NOT_FOUND, toPage } from '#libs/http';
import { VisibilityPolicy } from '#modules/visibility';
import { type Tag, type TagCount, TagsRepository } from '../infra/tags.repository.js';

export interface TagView {
  slug: string;
  description: string;
  questionCount: number;
}

export interface TagListInput {
  q?: string;
  limit: number;
  cursor?: string;
}

const Cursor = z.tuple([CursorInt, CursorText]);

function countOf(tag: Tag, known: TagCount): number {
  return known === 'all' ? tag.questionCount : tag.publicCount;
}

function view(tag: Tag, known: TagCount): TagView {
  return { slug: tag.slug, description: tag.description, questionCount: countOf(tag, known) };
}

/** Tags with the number of questions this viewer could find under them; a tag without any is not there. */
@Injectable()
export class TagsQueries {
  constructor(
    private readonly tags: TagsRepository,
    private readonly visibility: VisibilityPolicy,
  ) {}

  /** The most used first. */
  async list(actor: Actor, input: TagListInput): Promise<Page<TagView>> {
    const known = this.knownTo(actor);
    const [count, slug] = input.cursor === undefined ? [] : decodeCursor(Cursor, input.cursor);
    const start = count !== undefined && slug !== undefined ? { count, slug } : undefined;
    const rows = await this.tags.list(known, start, input.limit + 1, input.q?.toLowerCase());
    return toPage(rows, input.limit, (tag) => [countOf(tag, known), tag.slug], (tag) => view(tag, known));
  }

  /** @throws RESOURCE.NOT_FOUND */
  async one(actor: Actor, slug: string): Promise<TagView> {
    const tag = await this.tags.find(slug);
    const known = this.knownTo(actor);
    if (!tag || countOf(tag, known) === 0) throw new AppError(NOT_FOUND);
    return view(tag, known);
  }

  private knownTo(actor: Actor): TagCount {
    return this.visibility.audiencesFor(actor).includes('members') ? 'all' : 'public';
  }
}
