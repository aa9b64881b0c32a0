import { Injectable } from '@nestjs/common';
import { DocumentStore, type StagedDocuments } from '#libs/documents';
import { RichText } from '#libs/rich-text-server';
import { CommentsRepository } from '../infra/comments.repository.js';

/** Renders and stages the text of a comment. */
@Injectable()
export class CommentTexts {
  constructor(
    private readonly documents: DocumentStore,
    private readonly richText: RichText,
    private readonly comments: CommentsRepository,
  ) {}

  async stage(id: string, version: number, body: string, createdAt: Date): Promise<StagedDocuments> {
    const { html } = await this.richText.render(body);
    return this.documents.stage('comments', [{ id, version, body, bodyHtml: html, createdAt }], (ids) => this.comments.textVersions(ids));
  }
}
