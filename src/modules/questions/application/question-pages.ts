import { Injectable } from '@nestjs/common';
import { listKey, PageVersions } from '#libs/http';
import type { Tx } from '#libs/persistence';

/** Which cached pages show a question. */
@Injectable()
export class QuestionPages {
  constructor(private readonly versions: PageVersions) {}

  /** Marks the question's page and the lists it may be on as changed. */
  changed(tx: Tx, questionId: string): void {
    this.versions.bump(tx, `question:${questionId}`, listKey(questionId));
  }
}
