import { Injectable } from '@nestjs/common';
import { DocumentStore } from '#libs/documents';
import { Clock, newId, systemContext } from '#libs/kernel';
import { UnitOfWork } from '#libs/persistence';
import { RichText } from '#libs/rich-text-server';
import type { BulkMember } from '#modules/users';
import { people, tagDescriptions } from './content/people.js';
import { threads } from './content/threads.js';
import { DemoThreads } from './demo-threads.js';
import { DemoWriter } from './demo-writer.js';

const DAY_MS = 86_400_000;

/** Turns the content into rows and texts and writes all of it in one transaction. */
@Injectable()
export class DemoLoader {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly documents: DocumentStore,
    private readonly richText: RichText,
    private readonly writer: DemoWriter,
    private readonly clock: Clock,
  ) {}

  /** @param accountIds ids of the members who have an account, by handle. @returns false when another process has loaded the demo */
  async load(accountIds: ReadonlyMap<string, string>): Promise<boolean> {
    const now = this.clock.now();
    const profiles = await Promise.all(people.map((person) => this.profile(person.handle, accountIds.get(person.handle) ?? newId(), now)));
    const ids = new Map(profiles.map((profile) => [profile.handle, profile.id]));
    const rows = await new DemoThreads(this.richText, ids, now).rowsOf(threads);
    const firstDay = profiles[0]!.createdAt;
    const tags = Object.entries(tagDescriptions).map(([slug, description]) => ({ slug, description, createdAt: firstDay }));
    const unlisted = [...new Set(threads.flatMap((thread) => thread.tags))].filter((slug) => !(slug in tagDescriptions));
    const content = {
      members: profiles.filter((profile) => !accountIds.has(profile.handle)),
      introduced: profiles.filter((profile) => accountIds.has(profile.handle)),
      tags: [...tags, ...unlisted.map((slug) => ({ slug, description: '', createdAt: firstDay }))],
      rows,
      now,
    };
    const staged = await Promise.all((['questions', 'answers', 'comments'] as const).map((collection) => this.documents.stage(collection, rows.texts[collection])));
    return this.uow.run(systemContext('demo'), async (tx) => {
      for (const texts of staged) await texts.attach(tx);
      return this.writer.write(tx, content);
    });
  }

  private async profile(handle: string, id: string, now: Date): Promise<BulkMember> {
    const person = people.find((one) => one.handle === handle)!;
    const { html } = await this.richText.render(person.bio);
    const createdAt = new Date(now.getTime() - person.daysAgo * DAY_MS);
    return { id, handle, displayName: person.displayName, bio: person.bio, bioHtml: html, location: person.location, website: '', createdAt, source: null };
  }
}
