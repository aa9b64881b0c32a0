import { Injectable } from '@nestjs/common';
import { AppError, idForCreated, requireMember, type RequestContext } from '#libs/kernel';
import { UnitOfWork } from '#libs/persistence';
import { questionOperations } from '../domain/question.policy.js';
import { QUESTION_CLOSED } from '../domain/questions.errors.js';
import { answerPosted, questionSubject } from '../questions.events.js';
import { AnswerWriting } from './answer-writing.js';
import { PostTexts } from './post-texts.js';

/** Answers a question. */
@Injectable()
export class PostAnswer {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly writing: AnswerWriting,
    private readonly texts: PostTexts,
  ) {}

  /** @returns the answer's id. @throws RESOURCE.NOT_FOUND, QUESTIONS.CLOSED */
  async execute(ctx: RequestContext, input: { questionId: string; body: string }): Promise<string> {
    const author = requireMember(ctx);
    const { questionId } = input;
    const question = await this.writing.requireQuestion(ctx.actor, questionId);
    if (!questionOperations(ctx.actor, question).canAnswer) throw new AppError(QUESTION_CLOSED);
    const id = idForCreated(ctx);
    const createdAt = this.writing.clock.now();
    const { excerpt, staged } = await this.texts.stage('answers', { id, version: 1, body: input.body, createdAt });
    await this.uow.run(ctx, async (tx) => {
      await staged.attach(tx);
      await this.writing.answers.insert(tx, { id, questionId, authorId: author.id, excerpt, createdAt });
      await this.writing.outbox.add(tx, answerPosted.of(questionSubject(questionId), { answerId: id, questionId, authorId: author.id }));
      tx.beforeCommit(`question ${questionId}`, async () => {
        if (!(await this.writing.questions.addAnswer(tx, questionId, createdAt))) throw new AppError(QUESTION_CLOSED);
      });
      this.writing.pages.changed(tx, questionId);
    });
    return id;
  }
}
