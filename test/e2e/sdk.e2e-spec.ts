import {
  answersList,
  answersPost,
  answersVote,
  commentsList,
  commentsPost,
  questionExtrasRevisions,
  questionsAccept,
  questionsAsk,
  questionsDelete,
  questionsEdit,
  questionsList,
  questionsShow,
  searchFind,
  usersMe,
  usersShow,
} from '@cairn/sdk';
import { zAnswer, zCommentPage, zProfile, zQuestion, zQuestionList, zRevisionPage, zSearchPage } from '@cairn/sdk/schemas';
import { eventually } from '#libs/testing';
import { sharedCairn } from '../support/shared-cairn.js';
import { guestClient, type SignedInClient, signedInClient } from '../support/signed-in-client.js';

describe('the generated client', () => {
  const cairn = sharedCairn();
  const guest = guestClient(cairn);
  let asker: SignedInClient;
  let helper: SignedInClient;

  beforeAll(async () => {
    [asker, helper] = await Promise.all([signedInClient(cairn, 'asker'), signedInClient(cairn, 'helper')]);
  });

  const ask = async (title: string): Promise<string> => {
    const { data } = await questionsAsk({ client: asker.client, body: { title, body: 'It stands **beside** the path.', tags: ['walking'] } });
    return data.id;
  };

  it('takes a question from asked to accepted, and every answer fits its schema', async () => {
    const id = await ask('What is the pile of stones for?');
    const { data: answer } = await answersPost({ client: helper.client, path: { id }, body: { body: 'It marks the way.' } });
    expect(zAnswer.safeParse(answer).error).toBeUndefined();
    expect((await answersVote({ client: asker.client, path: { id: answer.id }, body: { value: 1 } })).data).toEqual({ score: 1, vote: 1 });
    await commentsPost({ client: asker.client, query: { target: `answer:${answer.id}` }, body: { body: 'Thank you.' } });

    const { data: accepted } = await questionsAccept({ client: asker.client, path: { id }, body: { answerId: answer.id } });
    expect(zQuestion.safeParse(accepted).error).toBeUndefined();
    expect(accepted.acceptedAnswerId).toBe(answer.id);

    const { data: seen } = await answersList({ client: guest, path: { id } });
    expect(seen.items).toMatchObject([{ id: answer.id, accepted: true, score: 1, commentCount: 1, viewer: null }]);
    const { data: comments } = await commentsList({ client: guest, query: { target: `answer:${answer.id}` } });
    expect(zCommentPage.safeParse(comments).error).toBeUndefined();
    expect(comments.items.map((comment) => comment.body)).toEqual(['Thank you.']);
  });

  it('lists, filters and pages', async () => {
    const titles = ['First of three', 'Second of three', 'Third of three'];
    for (const title of titles) await ask(title);
    const { data: first } = await questionsList({ client: guest, query: { sort: 'new', author: asker.handle, limit: 2 } });
    expect(zQuestionList.safeParse(first).error).toBeUndefined();
    const { data: second } = await questionsList({ client: guest, query: { sort: 'new', author: asker.handle, limit: 2, cursor: first.nextCursor! } });
    const newest = [...first.items, ...second.items].map((question) => question.title).slice(0, 3);
    expect(newest).toEqual(titles.toReversed());
  });

  it('edits under a version and keeps the earlier text', async () => {
    const id = await ask('A question with a past');
    const { data: before, response } = await questionsShow({ client: asker.client, path: { id } });
    const headers = { 'If-Match': response.headers.get('etag')! };
    const { data: after } = await questionsEdit({ client: asker.client, path: { id }, headers, body: { title: 'A question with a history' } });
    expect(after.version).toBe(before.version + 1);
    await expect(questionsEdit({ client: asker.client, path: { id }, headers, body: { title: 'A question edited blindly' } })).rejects.toMatchObject({ status: 412 });
    const { data: revisions } = await questionExtrasRevisions({ client: guest, path: { id } });
    expect(zRevisionPage.safeParse(revisions).error).toBeUndefined();
    expect(revisions.items.map((revision) => revision.title)).toEqual(['A question with a history', 'A question with a past']);
  });

  it('throws problems, and says so in its types', async () => {
    const id = await ask('A question soon gone');
    await expect(questionsDelete({ client: helper.client, path: { id } })).rejects.toMatchObject({ status: 403, code: expect.any(String), requestId: expect.any(String) });
    await expect(usersMe({ client: guest })).rejects.toMatchObject({ status: 401, code: 'AUTH.SIGN_IN_REQUIRED' });
    await questionsDelete({ client: asker.client, path: { id } });
    await expect(questionsShow({ client: guest, path: { id } })).rejects.toMatchObject({ status: 404, code: 'RESOURCE.NOT_FOUND' });
  });

  it('finds what was asked, and who asked', async () => {
    const id = await ask('Why do zymurgists whistle?');
    await eventually(async () => {
      const { data } = await searchFind({ client: guest, query: { q: 'zymurgists' } });
      expect(zSearchPage.safeParse(data).error).toBeUndefined();
      expect(data.items.map((hit) => hit.id)).toContain(id);
    });
    const { data: profile } = await usersShow({ client: guest, path: { handle: asker.handle } });
    expect(zProfile.safeParse(profile).error).toBeUndefined();
  });
});
