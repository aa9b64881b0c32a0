import { Injectable } from '@nestjs/common';
import { type DocumentCollection, DocumentStore, type StagedDocuments } from '#libs/documents';
import { RichText } from '#libs/rich-text-server';

export interface StagedText {
  excerpt: string;
  staged: StagedDocuments;
}

/** Renders the text of a post and stages it as a version. */
@Injectable()
export class PostTexts {
  constructor(
    private readonly documents: DocumentStore,
    private readonly richText: RichText,
  ) {}

  async stage(collection: DocumentCollection, version: { id: string; version: number; title?: string; body: string; createdAt: Date }): Promise<StagedText> {
    const { html, excerpt } = await this.richText.render(version.body);
    return { excerpt, staged: await this.documents.stage(collection, [{ ...version, bodyHtml: html }]) };
  }
}
