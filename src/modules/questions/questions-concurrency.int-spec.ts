import type { AppError } from '#libs/kernel';
import { wrongCounters } from '../../../test/support/recount.js';
import { type TestMember, TestSite } from '../../../test/support/test-site.js';
import { AcceptAnswer } from './application/accept-answer.js';
import { AskQuestion } from './application/ask-question.js';
import { CastVote } from './application/cast-vote.js';
import { ChangeState } from './application/change-state.js';
import { EditAnswer } from './application/edit-answer.js';
import { EditQuestion } from './application/edit-question.js';
import { PostAnswer } from './application/post-answer.js';
import { QuestionsFacade } from './application/questions.facade.js';
import { AnswersRepository } from './infra/answers.repository.js';
import { QuestionsRepository } from './infra/questions.repository.js';

function codesOf(results: PromiseSettledResult<unknown>[]): string[] {
  return results.map((result) => (result.status === 'fulfilled' ? 'ok' : (result.reason as AppError).code));
}

describe('questions under concurrent writers', () => {
  let site: TestSite;
  let ada: TestMember;
  let alan: TestMember;
  let grace: TestMember;

  beforeAll(async () => {
    site = await TestSite.open();
    [ada, alan, grace] = [await site.member('ada'), await site.member('alan'), await site.member('grace', 'moderator')];
  });
  afterAll(async () => {
    await site.close();
  });
  afterEach(async () => {
    expect(await wrongCounters(site.db)).toEqual([]);
  });

  const ask = (tags = ['one']): Promise<string> => site.get(AskQuestion).execute(ada, { title: 'How does this end well?', body: 'Body', tags, audience: 'public' });
  const hide = (id: string): Promise<unknown> => site.db.unitOfWork.run(grace, (tx) => site.get(QuestionsFacade).setState(grace, tx, { type: 'question', id }, 'hidden'));

  it('should count twenty votes of twenty members on one post exactly', async () => {
    const id = await ask();
    const voters = await Promise.all(Array.from({ length: 20 }, (_, n) => site.member(`voter${n}`)));
    await Promise.all(voters.map((voter, n) => site.get(CastVote).execute(voter, { targetType: 'question', targetId: id, value: n < 15 ? 1 : -1 })));
    expect((await site.get(QuestionsRepository).find(id))?.score).toBe(10);
  });

  it('should count twenty votes of one member once', async () => {
    const id = await ask();
    const scores = await Promise.all(Array.from({ length: 20 }, () => site.get(CastVote).execute(alan, { targetType: 'question', targetId: id, value: 1 })));
    expect(new Set(scores)).toEqual(new Set([1]));
    const [events] = await site.db.query(`select count(*) from events.outbox where type = 'vote.cast.v1' and subject = $1`, [`question:${id}`]);
    expect(events).toEqual({ count: 1 });
  });

  it('should let one of two concurrent edits of a question win and tell the other', async () => {
    const id = await ask();
    const results = await site.whileLocked(id, 2, () => Promise.allSettled([ada, grace].map((by) => site.get(EditQuestion).execute(by, id, { body: `By ${by.handle}` }))));
    expect(codesOf(results).sort()).toEqual(['DOCUMENTS.VERSION_TAKEN', 'ok']);
    expect((await site.get(QuestionsRepository).find(id))?.textVersion).toBe(2);
  });

  it('should let one of two concurrent edits of an answer win and tell the other', async () => {
    const answerId = (await site.get(PostAnswer).execute(alan, { questionId: await ask(), body: 'Answer' })).answer.id;
    const results = await Promise.allSettled([alan, grace].map((by) => site.get(EditAnswer).execute(by, answerId, `By ${by.handle}`, '"v1-x"')));
    expect(codesOf(results)).toContain('ok');
    expect(codesOf(results).filter((code) => code !== 'ok')).toEqual([expect.stringMatching(/^(DOCUMENTS\.VERSION_TAKEN|QUESTIONS\.CHANGED_MEANWHILE|REQUEST\.PRECONDITION_FAILED)$/)]);
    expect((await site.get(AnswersRepository).find(answerId))?.textVersion).toBe(2);
  });

  it('should refuse an edit of a question that was hidden in between, and count its tags right', async () => {
    const id = await ask(['before']);
    const [hidden, edited] = await site.whileLocked(id, 2, async () => {
      const hiding = hide(id);
      await site.untilWaiting(1);
      return Promise.allSettled([hiding, site.get(EditQuestion).execute(ada, id, { tags: ['after'] })]);
    });
    expect(codesOf([hidden, edited])).toEqual(['ok', 'QUESTIONS.CHANGED_MEANWHILE']);
  });

  it('should either delete a question or take an answer to it, never both', async () => {
    const id = await ask();
    const results = await site.whileLocked(id, 2, () =>
      Promise.allSettled([site.get(PostAnswer).execute(alan, { questionId: id, body: 'Just in time?' }), site.get(ChangeState).deleteQuestion(ada, id)]),
    );
    expect([['ok', 'QUESTIONS.HAS_ANSWERS'], ['QUESTIONS.CLOSED', 'ok']]).toContainEqual(codesOf(results));
    const [{ state, answers } = { state: '', answers: 0 }] = await site.db.query<{ state: string; answers: number }>(
      'select q.state, count(a.id)::int as answers from questions.questions q left join questions.answers a on a.question_id = q.id where q.id = $1 group by q.id',
      [id],
    );
    expect([['live', 1], ['deleted', 0]]).toContainEqual([state, answers]);
  });

  it('should accept one of two answers that are accepted at once', async () => {
    const questionId = await ask();
    const answers = await Promise.all([1, 2].map((n) => site.get(PostAnswer).execute(alan, { questionId, body: `Answer ${n}` })));
    await Promise.all(answers.map(({ answer }) => site.get(AcceptAnswer).execute(ada, questionId, answer.id)));
    const accepted = await site.db.query<{ id: string }>('select id from questions.answers where question_id = $1 and accepted', [questionId]);
    expect(accepted).toHaveLength(1);
  });

  it('should bring many edits that swap the same tags to an end without a deadlock', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, (_, n) => ask(n % 2 === 0 ? ['left'] : ['right'])));
    for (let round = 1; round <= 5; round += 1) {
      await Promise.all(ids.map((id, n) => site.get(EditQuestion).execute(ada, id, { tags: (n + round) % 2 === 0 ? ['left', 'both'] : ['both', 'right'] })));
    }
    const deadlocks = await site.db.query('select deadlocks from pg_stat_database where datname = current_database()');
    expect(deadlocks).toEqual([{ deadlocks: 0 }]);
  });
});
