import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/persistence';
import { AnswersRepository } from '../infra/answers.repository.js';
import { QuestionsRepository } from '../infra/questions.repository.js';
import { QuestionPages } from './question-pages.js';

/** How many live comments posts have: added up over a transaction, written as one of its last steps. */
@Injectable()
export class CommentCounts {
  private readonly pending = new WeakMap<Tx, Map<string, number>>();

  constructor(
    private readonly questions: QuestionsRepository,
    private readonly answers: AnswersRepository,
    private readonly pages: QuestionPages,
  ) {}

  /** @param delta 0 when only the text of a comment changed: the pages that show it did */
  ofQuestion(tx: Tx, id: string, delta: number): void {
    this.pages.changed(tx, id);
    if (delta !== 0) this.add(tx, `question ${id}`, delta, (sum) => this.questions.addCounts(tx, id, { comments: sum }));
  }

  ofAnswer(tx: Tx, id: string, delta: number): void {
    this.add(tx, `answer ${id}`, delta, async (sum) => {
      const answer = await this.answers.lock(tx, id);
      if (!answer) return;
      if (sum !== 0) await this.answers.addComments(tx, id, sum);
      this.pages.changed(tx, answer.questionId);
    });
  }

  private add(tx: Tx, post: string, delta: number, write: (sum: number) => Promise<void>): void {
    const sums = this.pending.get(tx) ?? new Map<string, number>();
    this.pending.set(tx, sums);
    sums.set(post, (sums.get(post) ?? 0) + delta);
    tx.beforeCommit(`${post} comments`, async () => {
      const sum = sums.get(post) ?? 0;
      sums.delete(post);
      await write(sum);
    });
  }
}
