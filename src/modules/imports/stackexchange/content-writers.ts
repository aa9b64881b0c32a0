import { Injectable } from '@nestjs/common';
import { CommentsBulk } from '#modules/comments';
import { QuestionsBulk } from '#modules/questions';
import { MembersBulk } from '#modules/users';

/** The bulk doors of the modules whose tables an import fills. */
@Injectable()
export class ContentWriters {
  constructor(
    readonly members: MembersBulk,
    readonly questions: QuestionsBulk,
    readonly comments: CommentsBulk,
  ) {}
}
