import { FakeClock } from '#libs/testing';
import { wrongCounters } from '../../../test/support/recount.js';
import { type TestMember, TestSite } from '../../../test/support/test-site.js';
import { ChangeComment } from './application/change-comment.js';
import { CommentsQueries } from './application/comments.queries.js';
import { PostComment } from './application/post-comment.js';
import { EDIT_WINDOW_MS } from './domain/comment.policy.js';
import { CommentsRepository } from './infra/comments.repository.js';

describe('comments', () => {
  const clock = new FakeClock();
  let site: TestSite;
  let ada: TestMember;
  let alan: TestMember;
  let grace: TestMember;
  let question: string;

  beforeAll(async () => {
    site = await TestSite.open(clock);
  });
  afterAll(async () => {
    await site.close();
  });
  beforeEach(async () => {
    await site.reset();
    [ada, alan, grace] = [await site.member('ada'), await site.member('alan'), await site.member('grace', 'moderator')];
    question = await site.ask(ada);
  });
  afterEach(async () => {
    expect(await wrongCounters(site.db)).toEqual([]);
  });

  const post = (by: TestMember, body = 'Comment', targetId = question, targetType = 'question'): Promise<string> => site.get(PostComment).execute(by, { targetType, targetId, body });
  const edit = (by: TestMember, id: string, body: string, ifMatch?: string): Promise<void> => site.get(ChangeComment).edit(by, id, body, ifMatch);
  const bodyOf = async (id: string): Promise<string> => (await site.get(CommentsQueries).one(ada.actor, id)).view.body;

  it('should be kept with their text and their event', async () => {
    const id = await post(alan, 'I *agree*');
    expect((await site.get(CommentsQueries).one(ada.actor, id)).view).toMatchObject({ target: `question:${question}`, body: 'I *agree*', score: 0, author: { handle: 'alan' }, editedAt: null });
    const written = await site.db.query('select type, subject, data from events.outbox where type like $1', ['comment.%']);
    const data = { commentId: id, targetType: 'question', targetId: question, rootType: 'question', rootId: question, authorId: alan.id };
    expect(written).toEqual([{ type: 'comment.posted.v1', subject: `question:${question}`, data }]);
  });

  it.each([
    ['a kind that takes no comments', 'story'],
    ['an absent question', 'question'],
  ])('should not be taken on %s', async (_name, targetType) => {
    await expect(post(alan, 'x', '01890000-0000-7000-8000-00000000000a', targetType)).rejects.toMatchObject({ code: 'RESOURCE.NOT_FOUND' });
  });

  describe('when they are edited', () => {
    it('should be a new version, within the window, by their author', async () => {
      const id = await post(alan);
      clock.advance(EDIT_WINDOW_MS);
      await edit(alan, id, 'Second thoughts');
      expect(await bodyOf(id)).toBe('Second thoughts');
      expect(await site.get(CommentsRepository).find(id)).toMatchObject({ textVersion: 2, editedAt: clock.now() });
    });

    it('should stand once the window is over, but for moderators', async () => {
      const id = await post(alan);
      clock.advance(EDIT_WINDOW_MS + 1);
      await expect(edit(alan, id, 'Too late')).rejects.toMatchObject({ code: 'COMMENTS.NOT_ALLOWED' });
      await edit(grace, id, 'Moderated');
      expect(await bodyOf(id)).toBe('Moderated');
    });

    it('should be nobody else\'s, and only the version that was read', async () => {
      const id = await post(alan);
      await expect(edit(ada, id, 'Mine now')).rejects.toMatchObject({ code: 'COMMENTS.NOT_ALLOWED' });
      await expect(edit(alan, id, 'x', '"v2-x"')).rejects.toMatchObject({ code: 'REQUEST.PRECONDITION_FAILED' });
    });

    it('should let one of several concurrent edits win and tell the others', async () => {
      const id = await post(alan);
      const results = await Promise.allSettled(Array.from({ length: 6 }, (_, n) => edit(alan, id, `Edit ${n}`, '"v1-x"')));
      const codes = results.map((result) => (result.status === 'rejected' ? (result.reason as { code: string }).code : 'ok'));
      expect(codes.filter((code) => code === 'ok')).toHaveLength(1);
      expect(codes.filter((code) => !['ok', 'DOCUMENTS.VERSION_TAKEN', 'COMMENTS.CHANGED_MEANWHILE', 'REQUEST.PRECONDITION_FAILED'].includes(code))).toEqual([]);
      expect(await site.get(CommentsRepository).find(id)).toMatchObject({ textVersion: 2 });
    });
  });

  describe('when they are voted on', () => {
    const vote = (by: TestMember, id: string, up = true): Promise<number> => site.get(ChangeComment).vote(by, id, up);

    it('should count each member once, however often they vote', async () => {
      const id = await post(alan);
      const voters = await Promise.all(Array.from({ length: 20 }, (_, n) => site.member(`voter-${n}`)));
      await Promise.all([...voters, ...voters].map((voter) => vote(voter, id)));
      expect((await site.get(CommentsRepository).find(id))?.score).toBe(20);
      expect(await vote(voters[0]!, id, false)).toBe(19);
      expect(await vote(voters[0]!, id, false)).toBe(19);
    });

    it('should not be by their author', async () => {
      await expect(vote(alan, await post(alan))).rejects.toMatchObject({ code: 'COMMENTS.NOT_ALLOWED' });
    });
  });

  it('should be counted right when several change in one transaction', async () => {
    const ids = [await post(alan), await post(alan), await post(alan)];
    await site.db.unitOfWork.run(grace, async (tx) => {
      for (const id of ids) await site.get(ChangeComment).setState(grace, tx, id, 'hidden');
      await site.get(ChangeComment).setState(grace, tx, ids[0]!, 'live');
    });
    expect(await site.db.query('select comment_count from questions.questions')).toEqual([{ comment_count: 1 }]);
  });

  it('should be gone once they are deleted', async () => {
    const id = await post(alan);
    await expect(site.get(ChangeComment).delete(ada, id)).rejects.toMatchObject({ code: 'COMMENTS.NOT_ALLOWED' });
    await site.get(ChangeComment).delete(alan, id);
    for (const work of [() => bodyOf(id), () => edit(alan, id, 'x'), () => site.get(ChangeComment).delete(alan, id)]) await expect(work()).rejects.toMatchObject({ code: 'RESOURCE.NOT_FOUND' });
  });

  it('should be previewed oldest first, five of them, with the total', async () => {
    const ids = [];
    for (let n = 0; n < 7; n += 1) {
      clock.advance(1000);
      ids.push(await post(alan, `Comment ${n}`));
    }
    const preview = (await site.get(CommentsQueries).previews(ada.actor, [question])).get(question);
    expect([preview?.items.map((comment) => comment.id), preview?.total]).toEqual([ids.slice(0, 5), 7]);
  });
});
