import { type DocumentCollection, DocumentStore } from '#libs/documents';
import { listKey, PageVersions, PEOPLE_KEY } from '#libs/http';
import { Clock, systemContext } from '#libs/kernel';
import { type Tx, UnitOfWork, violatedConstraint } from '#libs/persistence';
import { type BulkComment } from '#modules/comments';
import { type BulkAnswer, type BulkQuestion, type BulkTag } from '#modules/questions';
import { type BulkMember } from '#modules/users';
import type { ContentWriters } from './content-writers.js';
import type { HistoryRow } from './dump-rows.js';
import { type ImportBatch, ImportSink, type MemberProposal } from './import-sink.port.js';
import type { KnownSource, SourceRecords } from '../sources/source-records.repository.js';
import type { SourceKind } from '../sources/source-identity.js';

const ATTEMPTS = 5;
const RECOUNT_BATCH = 500;

/** Writes an import into the database: rows, texts and where they came from, in one transaction per batch. */
export class StoringSink extends ImportSink {
  private site = '';
  private isResumed = false;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly documents: DocumentStore,
    private readonly writers: ContentWriters,
    private readonly sources: SourceRecords,
    private readonly pages: PageVersions,
    private readonly clock: Clock,
  ) {
    super();
  }

  async begin(site: { site: string; url: string | null; mayBePrimary: boolean }): Promise<{ isPrimary: boolean; isResumed: boolean }> {
    this.site = site.site;
    const { isPrimary, wasRunning } = await this.run((tx) => this.sources.begin(tx, site, this.clock.now()));
    this.isResumed = wasRunning;
    return { isPrimary, isResumed: wasRunning };
  }

  known(kind: SourceKind, sourceIds: readonly number[]): Promise<Map<number, KnownSource>> {
    return this.sources.known(this.site, kind, sourceIds);
  }

  putTags(rows: readonly BulkTag[]): Promise<number> {
    return this.run(async (tx) => {
      const known = await this.sources.countTags(tx, rows.map((row) => row.slug));
      await this.writers.questions.insertTags(tx, rows);
      return rows.length - known;
    });
  }

  /** Somebody may register a handle between our look and our write: then we look again. */
  async putMembers(batch: ImportBatch<MemberProposal>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.run(async (tx) => {
          await this.writers.members.insert(tx, await this.withHandles(tx, batch.rows));
          await this.sources.put(tx, this.site, batch.records);
          this.pages.bump(tx, PEOPLE_KEY);
        });
      } catch (error) {
        if (attempt >= ATTEMPTS || violatedConstraint(error) !== 'members_handle') throw error;
      }
    }
  }

  putQuestions(batch: ImportBatch<BulkQuestion>): Promise<void> {
    return this.put('questions', batch, (tx) => this.writers.questions.insertQuestions(tx, batch.rows));
  }

  putAnswers(batch: ImportBatch<BulkAnswer>): Promise<void> {
    return this.put('answers', batch, (tx) => this.writers.questions.insertAnswers(tx, batch.rows));
  }

  putComments(batch: ImportBatch<BulkComment>): Promise<void> {
    return this.put('comments', batch, (tx) => this.writers.comments.insert(tx, batch.rows));
  }

  putHistory(rows: readonly HistoryRow[]): Promise<void> {
    return this.run((tx) => this.sources.putHistory(tx, this.site, rows));
  }

  history(postIds: readonly number[]): Promise<HistoryRow[]> {
    return this.sources.history(this.site, postIds);
  }

  async finish(questions: Iterable<number> | null): Promise<void> {
    if (questions === null) {
      for (let after: number | null = -1; after !== null; ) after = await this.recount(null, after);
    } else {
      let some: number[] = [];
      for (const id of questions) {
        if (some.push(id) < RECOUNT_BATCH) continue;
        await this.recount(some, -1);
        some = [];
      }
      if (some.length > 0) await this.recount(some, -1);
    }
    await this.run(async (tx) => {
      await this.writers.questions.recountTags(tx);
      await this.sources.done(tx, this.site, this.clock.now());
    });
  }

  /** @returns the last source id seen, or null at the end */
  private recount(only: readonly number[] | null, after: number): Promise<number | null> {
    return this.run(async (tx) => {
      const found = await this.sources.questions(tx, this.site, only, after, RECOUNT_BATCH);
      if (found.length === 0) return null;
      const questionIds = found.map((question) => question.id);
      const answerIds = found.flatMap((question) => question.answerIds);
      const comments = await this.sources.commentCounts(tx, [...questionIds, ...answerIds]);
      await this.writers.questions.recount(tx, questionIds, answerIds, comments);
      this.pages.bump(tx, ...pageKeys(questionIds));
      return found.at(-1)!.sourceId;
    });
  }

  private async put<T extends { id: string }>(collection: DocumentCollection, batch: ImportBatch<T>, insert: (tx: Tx) => Promise<void>): Promise<void> {
    // A run that was killed may have left texts without rows in a store of its own; ids are the same on every run, so they would collide.
    if (this.isResumed) await this.documents.erase(collection, batch.versions.map((version) => version.id));
    const staged = await this.documents.stage(collection, batch.versions);
    await this.run(async (tx) => {
      await staged.attach(tx);
      await insert(tx);
      await this.sources.put(tx, this.site, batch.records);
      this.pages.bump(tx, ...pageKeys(batch.pageIds));
    });
  }

  private async withHandles(tx: Tx, rows: readonly MemberProposal[]): Promise<BulkMember[]> {
    const taken = await this.writers.members.taken(tx, rows.flatMap((row) => row.handles));
    return rows.map(({ handles, ...row }) => {
      const handle = handles.find((candidate) => !taken.has(candidate)) ?? row.id.replaceAll('-', '');
      taken.add(handle);
      return { ...row, handle };
    });
  }

  private run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.uow.run(systemContext('import'), work);
  }
}

function pageKeys(questionIds: readonly string[]): string[] {
  return [...new Set(questionIds.flatMap((id) => [`question:${id}`, listKey(id)]))];
}
