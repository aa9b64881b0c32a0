import { wrongCounters } from '../../../test/support/recount.js';
import { QaHistory } from '../../../test/support/qa-history.js';
import { Seeded } from '../../../test/support/seeded.js';
import { type TestMember, TestSite } from '../../../test/support/test-site.js';

const SEED = 20_261_121;

describe('questions, answers and comments over a random history', () => {
  let site: TestSite;
  let members: TestMember[];

  beforeAll(async () => {
    site = await TestSite.open();
  });
  afterAll(async () => {
    await site.close();
  });
  beforeEach(async () => {
    await site.reset();
    members = [];
    for (const handle of ['ada', 'alan', 'barbara', 'donald', 'edsger']) members.push(await site.member(handle));
    members.push(await site.member('grace', 'moderator'));
  });

  async function takeEvents(): Promise<string[]> {
    return (await site.db.query<{ type: string }>(`delete from events.outbox where kind = 'event' returning type`)).map((row) => row.type).sort();
  }

  it('should keep every counter equal to a recount and write exactly one event per effect', async () => {
    const history = new QaHistory(site, new Seeded(SEED), members);
    const done = new Map<string, number>();
    for (let n = 0; n < 500; n += 1) {
      const step = await history.step();
      expect({ n, name: step.name, events: await takeEvents() }).toEqual({ n, name: step.name, events: step.events });
      if (step.refused === undefined) done.set(step.name, (done.get(step.name) ?? 0) + 1);
    }
    expect(await wrongCounters(site.db)).toEqual([]);
    // The history is worth something: every kind of operation has had effects.
    expect([...done.keys()].sort()).toEqual(['accept', 'answer', 'ask', 'comment', 'delete', 'edit a comment', 'edit a question', 'edit an answer', 'moderate', 'vote', 'vote on a comment'].sort());
  });

  it('should keep every counter equal to a recount when eight do all of that at once', async () => {
    const history = new QaHistory(site, new Seeded(SEED + 1), members);
    let left = 500;
    const worker = async (): Promise<void> => {
      while (left-- > 0) await history.step();
    };
    await Promise.all(Array.from({ length: 8 }, worker));
    expect(await wrongCounters(site.db)).toEqual([]);
    const [sums] = await site.db.query(`
      select (select count(*) from events.outbox where type = 'question.asked.v1') = (select count(*) from questions.questions) as questions,
        (select count(*) from events.outbox where type = 'answer.posted.v1') = (select count(*) from questions.answers) as answers,
        (select count(*) from events.outbox where type = 'comment.posted.v1') = (select count(*) from comments.comments) as comments,
        (select sum((data ->> 'value')::int - (data ->> 'previous')::int) from events.outbox where type = 'vote.cast.v1') = (select sum(value) from questions.votes) as votes`);
    expect(sums).toEqual({ questions: true, answers: true, comments: true, votes: true });
  });
});
