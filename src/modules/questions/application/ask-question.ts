import { Injectable } from '@nestjs/common';
import { idForCreated, requireMember, type RequestContext } from '#libs/kernel';
import { UnitOfWork } from '#libs/persistence';
import type { Audience } from '#modules/visibility';
import { slugOf } from '../domain/slug.js';
import { questionAsked, questionSubject } from '../questions.events.js';
import { QuestionWriting } from './question-writing.js';

export interface NewQuestion {
  title: string;
  body: string;
  tags: string[];
  audience: Audience;
}

/** Asks a question. */
@Injectable()
export class AskQuestion {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly writing: QuestionWriting,
  ) {}

  /** @returns the question's id */
  async execute(ctx: RequestContext, input: NewQuestion): Promise<string> {
    const author = requireMember(ctx);
    const { texts, questions, tags, pages, outbox, clock } = this.writing;
    const id = idForCreated(ctx);
    const createdAt = clock.now();
    const { excerpt, staged } = await texts.stage('questions', { id, version: 1, title: input.title, body: input.body, createdAt });
    await this.uow.run(ctx, async (tx) => {
      const { title, audience } = input;
      await Promise.all([
        staged.attach(tx),
        questions.insert(tx, { id, authorId: author.id, slug: slugOf(title), title, excerpt, tags: input.tags, audience, createdAt }),
        outbox.add(tx, questionAsked.of(questionSubject(id), { questionId: id, authorId: author.id })),
      ]);
      tags.count(tx, input.tags, { all: 1, public: Number(audience === 'public') }, createdAt);
      pages.changed(tx, id);
    });
    return id;
  }
}
