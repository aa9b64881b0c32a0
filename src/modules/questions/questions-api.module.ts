import { Module } from '@nestjs/common';
import { UsersModule } from '#modules/users';
import { AnswersController } from './api/answers.controller.js';
import { QuestionCommands } from './api/question-commands.js';
import { QuestionExtrasController } from './api/question-extras.controller.js';
import { QuestionReads } from './api/question-reads.js';
import { QuestionsController } from './api/questions.controller.js';
import { QuestionsModule } from './questions.module.js';

@Module({
  imports: [QuestionsModule, UsersModule],
  controllers: [QuestionExtrasController, QuestionsController, AnswersController],
  providers: [QuestionCommands, QuestionReads],
})
export class QuestionsApiModule {}
