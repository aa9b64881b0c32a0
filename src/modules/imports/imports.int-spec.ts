import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresDocumentStore } from '#libs/documents/postgres';
import { PageVersions } from '#libs/http';
import { SystemClock } from '#libs/kernel';
import { type TestDatabase, testDatabase } from '#libs/testing';
import { CommentsBulk } from '#modules/comments';
import { QuestionsBulk } from '#modules/questions';
import { MembersBulk } from '#modules/users';
import { OldUrls } from './old-urls/old-urls.js';
import type { ImportSummary } from './report/import-report.js';
import { SourceRecords } from './sources/source-records.repository.js';
import { ContentWriters } from './stackexchange/content-writers.js';
import type { ImportOptions } from './stackexchange/import-options.js';
import { ImportStackExchange } from './stackexchange/import-stack-exchange.js';
import { dryRunStackExchange } from './stackexchange/dry-run-stack-exchange.js';
import { importedId } from './sources/source-identity.js';
import { sampleFolder, smallDump, writeDump } from './testing/index.js';

const SITE = 'knitting.example.org';
const REAL = 'stackexchange-conlang-meta';
const clock = new SystemClock();
const q = (n: number): string => importedId(SITE, 'question', n);
const a = (n: number): string => importedId(SITE, 'answer', n);
const u = (n: number): string => importedId(SITE, 'user', n);

describe('ImportStackExchange', () => {
  let db: TestDatabase;
  let folder: string;
  let documents: PostgresDocumentStore;

  beforeEach(async () => {
    db = await testDatabase();
    documents = new PostgresDocumentStore(db.reader, db.unitOfWork);
    folder = await mkdtemp(join(tmpdir(), 'cairn-dump-'));
  });
  afterEach(async () => {
    await db.drop();
    await rm(folder, { recursive: true });
  });

  function run(options: Partial<ImportOptions> = {}): Promise<ImportSummary> {
    const writers = new ContentWriters(new MembersBulk(), new QuestionsBulk(), new CommentsBulk());
    const importer = new ImportStackExchange(db.unitOfWork, documents, writers, new SourceRecords(db.reader), new PageVersions(db.reader), clock);
    return importer.execute({ folder, site: SITE, ...options });
  }

  async function rowCounts(): Promise<Record<string, number>> {
    const tables = ['users.members', 'questions.questions', 'questions.answers', 'comments.comments', 'documents.versions', 'imports.sources'];
    const counts = await Promise.all(tables.map((table) => db.query<{ n: number }>(`select count(*)::int as n from ${table}`)));
    return Object.fromEntries(tables.map((table, index) => [table, counts[index]![0]!.n]));
  }

  describe('when a small dump is imported', () => {
    beforeEach(async () => {
      await writeDump(folder, smallDump());
    });

    it('should count what it took and say what it left and why', async () => {
      const { counts, skipped, damaged, scoreDifferences, isPrimary } = await run();
      expect(Object.fromEntries(Object.entries(counts).map(([kind, c]) => [kind, c.added]))).toEqual({
        users: 4, questions: 2, answers: 2, comments: 2, tags: 2, accepted: 1, olderVersions: 1,
      });
      expect(skipped.map(({ file, reason, count, examples }) => [file, reason.split(':')[0], count, examples])).toEqual(
        expect.arrayContaining([
          ['Posts.xml', 'neither question nor answer', 1, ['6']],
          ['Comments.xml', 'its post is not among those imported', 1, ['3']],
          ['Votes.xml', 'its post is not among those imported', 1, ['9']],
          ['PostHistory.xml', 'history that is no text', 1, ['3']],
        ]),
      );
      expect(damaged).toEqual({ total: 0, listed: [] });
      expect(scoreDifferences).toEqual({ total: 1, listed: [{ post: 3, scoreMinusVotes: 6 }] });
      expect(isPrimary).toBe(true);
    });

    it('should keep people apart, with safe handles and addresses', async () => {
      await run();
      const members = await db.query('select handle, display_name, bio, bio_html, location, website, source from users.members order by handle');
      expect(members).toMatchObject([
        { handle: '12345-3' },
        { handle: 'community', bio: 'Not a person.' },
        { handle: 'zoe-oneil', display_name: 'Zoë O’Neil', bio: 'I **knit**.', location: 'Kraków', website: 'https://zoe.example.org' },
        { handle: 'zoe-oneil-2', website: '', source: { site: SITE, id: '2', url: `https://${SITE}/users/2` } },
      ]);
    });

    it('should keep authors, gone ones too, dates, scores, tags, licences and states', async () => {
      await run();
      const [first, second] = await db.query('select * from questions.questions order by created_at');
      expect(first).toMatchObject({
        id: q(1), author_id: u(1), author_name: null, slug: 'how-to-cast-on', tags: ['yarn', 'net'], score: 5, base_score: 5, answer_count: 2, comment_count: 1,
        accepted_answer_id: a(3), text_version: 2, created_at: new Date('2019-03-03T10:00:00.120Z'), edited_at: new Date('2019-03-05T10:00:00.120Z'),
        last_activity_at: new Date('2019-03-08T10:00:00.120Z'), source: { site: SITE, id: '1', license: 'CC BY-SA 4.0', url: `https://${SITE}/questions/1` },
      });
      expect(second).toMatchObject({ author_id: null, author_name: 'user99', closed_reason: 'duplicate', closed_at: new Date('2019-03-09T10:00:00.120Z') });
      expect(await db.query('select id, author_name, accepted, score, comment_count from questions.answers order by created_at')).toEqual([
        { id: a(2), author_name: 'user77', accepted: false, score: -1, comment_count: 0 },
        { id: a(3), author_name: null, accepted: true, score: 7, comment_count: 1 },
      ]);
      expect(await db.query(`select slug, description, question_count from questions.tags where slug = 'yarn'`)).toEqual([{ slug: 'yarn', description: 'Spun fibre.', question_count: 2 }]);
    });

    it('should keep texts as Markdown with the versions they had', async () => {
      await run();
      expect(await documents.versions('questions', q(1), 9)).toMatchObject([
        { version: 2, title: 'How to cast on?', body: 'Second _words_.', bodyHtml: '<p>Second <em>words</em>.</p>\n' },
        { version: 1, title: 'How to cast on at all', body: 'First *words*.', createdAt: new Date('2019-03-03T10:00:00.120Z') },
      ]);
      expect(await documents.versions('answers', a(3), 9)).toMatchObject([{ version: 1, body: '```\nk2tog\n```' }]);
      const comments = await db.query<{ id: string }>('select id, target_type, target_id, root_id, score from comments.comments order by created_at');
      expect(comments).toMatchObject([{ target_type: 'question', target_id: q(1), root_id: q(1), score: 2 }, { target_type: 'answer', target_id: a(3), root_id: q(1) }]);
      expect(await documents.versions('comments', comments[1]!.id, 9)).toMatchObject([{ bodyHtml: '<p># not a heading</p>\n' }]);
    });

    it('should write no events', async () => {
      await run();
      expect(await db.query('select count(*)::int as n from events.outbox')).toEqual([{ n: 0 }]);
    });

    it('should lead old addresses to the new ones, for the first site only', async () => {
      await run();
      const old = new OldUrls(db.reader);
      expect(await old.resolve('question', 1)).toBe(`/questions/${q(1)}`);
      expect(await old.resolve('answer', 3)).toBe(`/questions/${q(1)}#answer-${a(3)}`);
      expect(await old.resolve('question', 3)).toBe(`/questions/${q(1)}#answer-${a(3)}`);
      expect(await old.resolve('user', 1)).toBe('/users/zoe-oneil');
      expect(await old.resolve('question', 55)).toBeNull();
      expect((await run({ site: 'other' })).isPrimary).toBe(false);
      expect(await old.resolve('question', 1)).toBe(`/questions/${q(1)}`);
    });

    it('should lead no old address anywhere when told so', async () => {
      expect((await run({ mayBePrimary: false })).isPrimary).toBe(false);
      expect(await new OldUrls(db.reader).resolve('question', 1)).toBeNull();
    });
  });

  describe('when the same dump is imported again', () => {
    beforeEach(async () => {
      await writeDump(folder, smallDump());
      await run();
    });

    it('should find everything as before', async () => {
      const before = await rowCounts();
      const { counts } = await run();
      expect(Object.values(counts).reduce((sum, c) => sum + c.changed, 0)).toBe(0);
      expect(counts.users).toEqual({ total: 4, added: 0, changed: 0, unchanged: 4 });
      expect(counts.accepted.unchanged).toBe(1);
      expect(await rowCounts()).toEqual(before);
    });

    it('should take new scores and rows and keep our own votes, edits and states', async () => {
      await db.query(`update questions.questions set score = score + 1, title = 'Edited here', text_version = 3 where id = $1`, [q(1)]);
      await db.query(`update questions.answers set state = 'hidden' where id = $1`, [a(2)]);
      const later = smallDump();
      later.Posts[0] = { ...later.Posts[0]!, Score: 20, Body: '<p>Third words.</p>' };
      later.Posts.push({ Id: 8, PostTypeId: 2, ParentId: 4, CreationDate: '2020-01-01T00:00:00', Score: 1, Body: '<p>New</p>', OwnerUserId: 3 });
      await writeDump(folder, later);
      const { counts, skipped } = await run();
      expect([counts.questions.changed, counts.answers.added, counts.answers.unchanged]).toEqual([1, 1, 2]);
      expect(skipped).toContainEqual({ file: 'Posts.xml', reason: 'the text changed at its source after an earlier import; ours is kept', count: 1, examples: ['1'] });
      expect(await db.query('select score, base_score, title, text_version, answer_count from questions.questions where id = $1', [q(1)])).toEqual([
        { score: 21, base_score: 20, title: 'Edited here', text_version: 3, answer_count: 1 },
      ]);
      expect(await db.query('select answer_count from questions.questions where id = $1', [q(4)])).toEqual([{ answer_count: 1 }]);
      expect(await db.query('select state from questions.answers where id = $1', [a(2)])).toEqual([{ state: 'hidden' }]);
    });

    it('should not bring an erased member back', async () => {
      await db.query(`update users.members set state = 'erased', display_name = '', source = null, bio = '', website = '' where id = $1`, [u(1)]);
      const later = smallDump();
      later.Users[1] = { ...later.Users[1]!, Location: 'Elsewhere' };
      await writeDump(folder, later);
      await run();
      expect(await db.query('select state, display_name, source from users.members where id = $1', [u(1)])).toEqual([{ state: 'erased', display_name: '', source: null }]);
    });
  });

  it('should go on where a run was cut off, without doubles', async () => {
    await writeDump(folder, smallDump());
    const stage = documents.stage.bind(documents);
    documents.stage = (collection, versions) => (collection === 'answers' ? Promise.reject(new Error('power cut')) : stage(collection, versions));
    await expect(run()).rejects.toThrow('power cut');
    documents.stage = stage;
    const { counts } = await run();
    expect([counts.users.unchanged, counts.questions.unchanged, counts.answers.added, counts.comments.added]).toEqual([4, 2, 2, 2]);
    expect(await rowCounts()).toMatchObject({ 'users.members': 4, 'questions.questions': 2, 'questions.answers': 2, 'comments.comments': 2, 'documents.versions': 7 });
    expect(await db.query('select answer_count, comment_count from questions.questions where id = $1', [q(1)])).toEqual([{ answer_count: 2, comment_count: 1 }]);
    expect(await db.query('select count(*)::int as n from imports.history')).toEqual([{ n: 0 }]);
  });

  it('should stop between batches when told to', async () => {
    await writeDump(folder, smallDump());
    await expect(run({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'IMPORTS.INTERRUPTED' });
  });

  it('should lose only the damaged row, and take it when it is mended', async () => {
    await writeDump(folder, smallDump());
    const path = join(folder, 'Posts.xml');
    const whole = await readFile(path, 'utf8');
    await writeFile(path, whole.replace('Body="&lt;p&gt;Badly', 'Body="<p>Badly'));
    const { counts, damaged } = await run();
    expect(damaged.listed).toEqual([{ file: 'Posts.xml', line: 4, row: 2, id: '2', why: expect.any(String) }]);
    expect([counts.questions.added, counts.answers.added, counts.comments.added]).toEqual([2, 1, 2]);
    await writeFile(path, whole);
    const second = await run();
    expect([second.counts.answers.added, second.counts.answers.unchanged, second.damaged.total]).toEqual([1, 1, 0]);
    expect(await db.query('select answer_count from questions.questions where id = $1', [q(1)])).toEqual([{ answer_count: 2 }]);
  });

  it('should name what answers and comments lost with a damaged question', async () => {
    const rows = smallDump();
    rows.Posts[0] = { ...rows.Posts[0]!, CreationDate: 'yesterday' };
    await writeDump(folder, rows);
    const { counts, damaged, skipped } = await run();
    expect(damaged.listed).toEqual([{ file: 'Posts.xml', line: 3, row: 1, id: '1', why: 'CreationDate is not a time: "yesterday"' }]);
    expect([counts.questions.added, counts.answers.added]).toEqual([1, 0]);
    expect(skipped).toContainEqual({ file: 'Posts.xml', reason: 'its question is not in the dump, or is damaged', count: 2, examples: ['2', '3'] });
  });

  it('should read everything and write nothing in a dry run', async () => {
    await writeDump(folder, smallDump());
    const before = await rowCounts();
    const { counts, dryRun } = await dryRunStackExchange({ folder, site: SITE }, clock);
    expect(dryRun).toBe(true);
    expect([counts.users.added, counts.questions.added, counts.answers.added, counts.comments.added]).toEqual([4, 2, 2, 2]);
    expect(await rowCounts()).toEqual(before);
    expect(await db.query('select * from imports.sites')).toEqual([]);
  });

  it('should refuse what is no dump, naming what is missing', async () => {
    await expect(run()).rejects.toMatchObject({ code: 'IMPORTS.NOT_A_DUMP', message: expect.stringContaining('no Posts.xml') });
    await writeDump(folder, smallDump());
    await expect(run({ site: 'a b' })).rejects.toMatchObject({ code: 'IMPORTS.SITE_NAME_INVALID' });
  });

  describe('when a real site is imported', () => {
    const real = sampleFolder(REAL);
    const expected = real
      ? { users: 272, questions: 54, answers: 115, comments: 230, accepted: 11 }
      : { users: 4, questions: 2, answers: 2, comments: 2, accepted: 1 };

    it(`should have the counts of its files (${real ? REAL : 'no sample data here: the small dump'})`, async () => {
      if (!real) await writeDump(folder, smallDump());
      const { counts, damaged, inexactTexts } = await run({ folder: real ?? folder });
      expect(Object.fromEntries(Object.keys(expected).map((kind) => [kind, counts[kind as keyof typeof counts].total]))).toEqual(expected);
      expect(damaged.total).toBe(0);
      expect(inexactTexts).toEqual({ total: 0, listed: [] });
      const [rows] = await db.query(`select
        (select count(*)::int from users.members) as users, (select count(*)::int from questions.questions) as questions,
        (select count(*)::int from questions.answers) as answers, (select count(*)::int from comments.comments) as comments,
        (select count(*)::int from questions.questions where accepted_answer_id is not null) as accepted`);
      expect(rows).toEqual(expected);
      const [sums] = await db.query<{ answers: number; comments: number }>(`select sum(q.answer_count)::int as answers,
        (sum(q.comment_count) + (select sum(comment_count) from questions.answers))::int as comments from questions.questions q`);
      expect(sums).toEqual({ answers: expected.answers, comments: expected.comments });
    });
  });
});
