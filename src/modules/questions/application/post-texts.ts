import { Injectable } from '@nestjs/common';
import { DocumentStore, type DocumentVersion, type NewestVersions, type StagedDocuments } from '#libs/documents';
import { RichText } from '#libs/rich-text-server';
import { AnswersRepository } from '../infra/answers.repository.js';
import { QuestionsRepository } from '../infra/questions.repository.js';

export interface StagedText {
  text: DocumentVersion;
  excerpt: string;
  staged: StagedDocuments;
}

/** Renders the text of a post and stages it as a version. */
@Injectable()
export class PostTexts {
  constructor(
    private readonly documents: DocumentStore,
    private readonly richText: RichText,
    private readonly questions: QuestionsRepository,
    private readonly answers: AnswersRepository,
  ) {}

  async stage(collection: 'questions' | 'answers', version: { id: string; version: number; title?: string; body: string; createdAt: Date }): Promise<StagedText> {
    const { html, excerpt } = await this.richText.render(version.body);
    const rows = collection === 'questions' ? this.questions : this.answers;
    const newest: NewestVersions = (ids) => rows.textVersions(ids);
    const text = { ...version, bodyHtml: html };
    return { text, excerpt, staged: await this.documents.stage(collection, [text], newest) };
  }
}
