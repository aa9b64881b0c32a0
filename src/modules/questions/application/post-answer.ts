import { Injectable } from '@nestjs/common';
import type { DocumentVersion } from '#libs/documents';
import { AppError, idForCreated, requireMember, type RequestContext } from '#libs/kernel';
import { UnitOfWork } from '#libs/persistence';
import { type Answer, newAnswer, type Question } from '../domain/question.js';
import { questionOperations } from '../domain/question.policy.js';
import { QUESTION_CLOSED } from '../domain/questions.errors.js';
import { answerPosted, questionSubject } from '../questions.events.js';
import { AnswerWriting } from './answer-writing.js';
import { PostTexts } from './post-texts.js';

/** What was written, so that nobody has to read it again. */
export interface PostedAnswer {
  answer: Answer;
  /** As it was before the answer. */
  question: Question;
  text: DocumentVersion;
}

/** Answers a question. */
@Injectable()
export class PostAnswer {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly writing: AnswerWriting,
    private readonly texts: PostTexts,
  ) {}

  /** @throws RESOURCE.NOT_FOUND, QUESTIONS.CLOSED */
  async execute(ctx: RequestContext, input: { questionId: string; body: string }): Promise<PostedAnswer> {
    const author = requireMember(ctx);
    const { questionId } = input;
    const question = await this.writing.requireQuestion(ctx.actor, questionId);
    if (!questionOperations(ctx.actor, question).canAnswer) throw new AppError(QUESTION_CLOSED);
    const id = idForCreated(ctx);
    const createdAt = this.writing.clock.now();
    const { excerpt, staged, text } = await this.texts.stage('answers', { id, version: 1, body: input.body, createdAt });
    await this.uow.run(ctx, async (tx) => {
      const [, , , isCounted] = await Promise.all([
        staged.attach(tx),
        this.writing.answers.insert(tx, { id, questionId, authorId: author.id, excerpt, createdAt }),
        this.writing.outbox.add(tx, answerPosted.of(questionSubject(questionId), { answerId: id, questionId, authorId: author.id })),
        // Last, because it locks the question.
        this.writing.questions.addAnswer(tx, questionId, createdAt),
      ]);
      if (!isCounted) throw new AppError(QUESTION_CLOSED);
      this.writing.pages.changed(tx, questionId);
    });
    return { answer: newAnswer({ id, questionId, authorId: author.id, createdAt }), question, text };
  }
}
