import { Injectable } from '@nestjs/common';
import { AcceptAnswer } from '../application/accept-answer.js';
import { AskQuestion } from '../application/ask-question.js';
import { CastVote } from '../application/cast-vote.js';
import { ChangeState } from '../application/change-state.js';
import { EditQuestion } from '../application/edit-question.js';

/** The use cases behind the routes that write questions. */
@Injectable()
export class QuestionCommands {
  constructor(
    readonly ask: AskQuestion,
    readonly edit: EditQuestion,
    readonly vote: CastVote,
    readonly accept: AcceptAnswer,
    readonly state: ChangeState,
  ) {}
}
