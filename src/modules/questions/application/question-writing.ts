import { Injectable } from '@nestjs/common';
import { Outbox } from '#libs/events';
import { Clock } from '#libs/kernel';
import { QuestionsRepository } from '../infra/questions.repository.js';
import { TagsRepository } from '../infra/tags.repository.js';
import { PostTexts } from './post-texts.js';
import { QuestionPages } from './question-pages.js';

/** What it takes to write questions, shared by the use cases that do. */
@Injectable()
export class QuestionWriting {
  constructor(
    readonly texts: PostTexts,
    readonly questions: QuestionsRepository,
    readonly tags: TagsRepository,
    readonly pages: QuestionPages,
    readonly outbox: Outbox,
    readonly clock: Clock,
  ) {}
}
