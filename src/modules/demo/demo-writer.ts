import { Injectable } from '@nestjs/common';
import { LIST_KEYS, PageVersions, PEOPLE_KEY } from '#libs/http';
import type { Tx } from '#libs/persistence';
import { CommentsBulk } from '#modules/comments';
import { type BulkTag, QuestionsBulk } from '#modules/questions';
import { type BulkMember, MembersBulk } from '#modules/users';
import { DemoLoads } from './demo-loads.repository.js';
import type { DemoRows } from './demo-threads.js';

/** Rows ready to be written, texts aside. */
export interface DemoContent {
  /** People without an account. */
  members: BulkMember[];
  /** Profiles of those whose account made a member already. */
  introduced: Pick<BulkMember, 'id' | 'bio' | 'bioHtml' | 'location' | 'createdAt'>[];
  tags: BulkTag[];
  rows: DemoRows;
  now: Date;
}

/** Writes the demo through the bulk doors of the modules that own the tables. */
@Injectable()
export class DemoWriter {
  constructor(
    private readonly members: MembersBulk,
    private readonly questions: QuestionsBulk,
    private readonly comments: CommentsBulk,
    private readonly loads: DemoLoads,
    private readonly pages: PageVersions,
  ) {}

  /** @returns false when another process has loaded the demo */
  async write(tx: Tx, { members, introduced, tags, rows, now }: DemoContent): Promise<boolean> {
    if (!(await this.loads.mark(tx, now))) return false;
    await this.members.insert(tx, members);
    await this.members.introduce(tx, introduced);
    await this.questions.insertTags(tx, tags);
    await this.questions.insertQuestions(tx, rows.questions);
    await this.questions.insertAnswers(tx, rows.answers);
    await this.comments.insert(tx, rows.comments);
    await this.questions.insertVotes(tx, rows.votes);
    await this.recount(tx, rows);
    this.pages.bump(tx, ...LIST_KEYS, PEOPLE_KEY);
    return true;
  }

  private async recount(tx: Tx, rows: DemoRows): Promise<void> {
    const onTarget: Record<string, number> = {};
    for (const { targetId } of rows.comments) onTarget[targetId] = (onTarget[targetId] ?? 0) + 1;
    await this.questions.recount(tx, rows.questions.map((row) => row.id), rows.answers.map((row) => row.id), onTarget);
    await this.questions.recountTags(tx);
  }
}
