import { Module } from '@nestjs/common';
import { AnswersController } from './api/answers.controller.js';
import { QuestionCommands } from './api/question-commands.js';
import { QuestionExtrasController } from './api/question-extras.controller.js';
import { QuestionsController } from './api/questions.controller.js';
import { QuestionsModule } from './questions.module.js';

@Module({
  imports: [QuestionsModule],
  controllers: [QuestionExtrasController, QuestionsController, AnswersController],
  providers: [QuestionCommands],
})
export class QuestionsApiModule {}
