import type { AppError } from '#libs/kernel';
import { wrongCounters } from '../../../test/support/recount.js';
import { type TestMember, TestSite } from '../../../test/support/test-site.js';
import { EraseMember } from './application/erase-member.js';
import { FollowMember } from './application/follow-member.js';
import { MemberCards } from './application/member-cards.js';
import { MembersFacade } from './application/members.facade.js';
import { MembersQueries } from './application/members.queries.js';
import { UpdateProfile } from './application/update-profile.js';

const codeOf = (error: unknown): string => (error as AppError).code;

describe('members', () => {
  let site: TestSite;
  let ada: TestMember;
  let alan: TestMember;

  beforeAll(async () => {
    site = await TestSite.open();
  });
  afterAll(async () => {
    await site.close();
  });
  beforeEach(async () => {
    await site.reset();
    [ada, alan] = [await site.member('ada'), await site.member('alan')];
  });
  afterEach(async () => {
    expect(await wrongCounters(site.db)).toEqual([]);
  });

  const events = async (): Promise<[string, string, object][]> =>
    (await site.db.query<{ type: string; subject: string; data: object }>('delete from events.outbox returning type, subject, data')).map(({ type, subject, data }) => [type, subject, data]);
  const peopleVersion = async (): Promise<number> => (await site.db.query<{ version: number }>(`select version from http.page_versions where key = 'people'`))[0]?.version ?? 0;
  const update = (by: TestMember, change: object, ifMatch?: string): Promise<void> => site.get(UpdateProfile).execute(by, change, ifMatch);

  describe('when one is created', () => {
    const create = (handle: string): Promise<string> => site.db.unitOfWork.run(ada, (tx) => site.get(MembersFacade).create(tx, { handle, displayName: 'New' }));

    it('should be there, as a learner, with an event', async () => {
      const id = await create('grace');
      expect(await site.get(MembersFacade).findById(id)).toMatchObject({ handle: 'grace', role: 'learner', state: 'active', rowVersion: 1 });
      expect(await events()).toEqual([['member.registered.v1', `user:${id}`, { memberId: id }]]);
    });

    it.each([['ada', 'USERS.HANDLE_TAKEN'], ['Ada', 'USERS.HANDLE_INVALID'], ['me', 'USERS.HANDLE_INVALID'], ['', 'USERS.HANDLE_INVALID']])('should refuse the handle %j', async (handle, code) => {
      await expect(create(handle)).rejects.toMatchObject({ code });
      expect(await events()).toEqual([]);
    });

    it('should give a handle to one of ten who want it at once', async () => {
      const results = await Promise.allSettled(Array.from({ length: 10 }, () => create('wanted')));
      expect(results.map((result) => (result.status === 'rejected' ? codeOf(result.reason) : 'ok')).sort()).toEqual([...Array.from({ length: 9 }, () => 'USERS.HANDLE_TAKEN'), 'ok']);
    });
  });

  describe('when a profile is changed', () => {
    it('should change what was named and nothing else, render the bio, and tell the pages', async () => {
      const version = await peopleVersion();
      await update(ada, { bio: '**Bold** <script>alert(1)</script>', website: 'https://ada.example.org' });
      const member = await site.get(MembersQueries).byHandle('ada');
      expect(member).toMatchObject({ displayName: 'ADA', website: 'https://ada.example.org', rowVersion: 2 });
      expect(member.bioHtml).toContain('<strong>Bold</strong>');
      expect(member.bioHtml).not.toContain('<script');
      expect(await peopleVersion()).toBe(version + 1);
      expect((await events()).map(([type]) => type)).toEqual(['member.updated.v1']);
    });

    it('should let go of the old handle', async () => {
      await update(ada, { handle: 'countess' });
      await expect(site.get(MembersQueries).byHandle('ada')).rejects.toMatchObject({ code: 'RESOURCE.NOT_FOUND' });
      await update(alan, { handle: 'ada' });
      expect((await site.get(MembersQueries).byHandle('ada')).id).toBe(alan.id);
    });

    it('should refuse a handle that is taken or none, and a version that is past', async () => {
      await expect(update(ada, { handle: 'alan' })).rejects.toMatchObject({ code: 'USERS.HANDLE_TAKEN' });
      await expect(update(ada, { handle: 'admin' })).rejects.toMatchObject({ code: 'USERS.HANDLE_INVALID' });
      await update(ada, { location: 'London' }, '"v1-x"');
      await expect(update(ada, { location: 'Paris' }, '"v1-x"')).rejects.toMatchObject({ code: 'REQUEST.PRECONDITION_FAILED' });
      expect((await site.get(MembersQueries).byHandle('ada')).location).toBe('London');
    });

    it('should lose nothing when two change different things at once', async () => {
      await Promise.all([update(ada, { location: 'London' }), update(ada, { website: 'https://x.example.org' }), update(ada, { displayName: 'Ada' })]);
      expect(await site.get(MembersQueries).byHandle('ada')).toMatchObject({ location: 'London', website: 'https://x.example.org', displayName: 'Ada', rowVersion: 4 });
    });
  });

  describe('when members follow each other', () => {
    const follow = (by: TestMember, handle: string, yes = true): Promise<void> => site.get(FollowMember).execute(by, handle, yes);
    const numbers = async (handle: string): Promise<number[]> => {
      const member = await site.get(MembersQueries).byHandle(handle);
      return [member.followerCount, member.followingCount];
    };

    it('should count a follow once, however often it is repeated, and take it back once', async () => {
      await Promise.all(Array.from({ length: 10 }, () => follow(ada, 'alan')));
      expect([await numbers('ada'), await numbers('alan')]).toEqual([[0, 1], [1, 0]]);
      await Promise.all(Array.from({ length: 10 }, () => follow(ada, 'alan', false)));
      expect([await numbers('ada'), await numbers('alan')]).toEqual([[0, 0], [0, 0]]);
    });

    it('should not deadlock when everybody follows everybody', async () => {
      const all = [ada, alan, ...(await Promise.all(['b', 'c', 'd', 'e'].map((name) => site.member(`member-${name}`))))];
      await Promise.all(all.flatMap((one) => all.filter((other) => other !== one).map((other) => follow(one, other.handle))));
      for (const { handle } of all) expect(await numbers(handle)).toEqual([5, 5]);
      expect(await site.db.query('select deadlocks from pg_stat_database where datname = current_database()')).toEqual([{ deadlocks: 0 }]);
    });

    it('should refuse to follow oneself or nobody', async () => {
      await expect(follow(ada, 'ada')).rejects.toMatchObject({ code: 'USERS.CANNOT_FOLLOW_SELF' });
      await expect(follow(ada, 'nobody')).rejects.toMatchObject({ code: 'RESOURCE.NOT_FOUND' });
    });
  });

  describe('when one is erased', () => {
    it('should leave nothing of the person, and free the handle', async () => {
      await update(ada, { displayName: 'Ada Lovelace', bio: 'Mathematician', location: 'London', website: 'https://ada.example.org' });
      await events();
      await site.get(EraseMember).execute(ada);
      const [row] = await site.db.query('select * from users.members where id = $1', [ada.id]);
      expect(JSON.stringify(row)).not.toMatch(/ada(?!-)|Lovelace|Mathematician|London/i);
      expect(await events()).toEqual([['member.state_changed.v1', `user:${ada.id}`, { memberId: ada.id, from: 'active', to: 'erased', actorId: ada.id }]]);
      await expect(site.get(MembersQueries).byHandle('ada')).rejects.toMatchObject({ code: 'RESOURCE.NOT_FOUND' });
      await expect(site.get(MembersQueries).byId(ada.id)).rejects.toMatchObject({ code: 'RESOURCE.NOT_FOUND' });
      await update(alan, { handle: 'ada' });
    });

    it('should end the follows in both directions, counted', async () => {
      const barbara = await site.member('barbara');
      for (const [by, handle] of [[ada, 'alan'], [ada, 'barbara'], [alan, 'ada'], [barbara, 'alan']] as const) await site.get(FollowMember).execute(by, handle, true);
      await site.get(EraseMember).execute(ada);
      const counts = await site.db.query('select handle, follower_count, following_count from users.members where id <> $1 order by handle', [ada.id]);
      expect(counts).toEqual([{ handle: 'alan', follower_count: 1, following_count: 0 }, { handle: 'barbara', follower_count: 0, following_count: 1 }]);
      expect((await site.get(MembersQueries).followers('alan', { limit: 10 })).items.map(({ handle }) => handle)).toEqual(['barbara']);
    });

    it('should be done once', async () => {
      const results = await Promise.allSettled([1, 2, 3].map(() => site.get(EraseMember).execute(ada)));
      expect(results.map((result) => (result.status === 'rejected' ? codeOf(result.reason) : 'ok')).sort()).toEqual(['RESOURCE.NOT_FOUND', 'RESOURCE.NOT_FOUND', 'ok']);
      expect(await events()).toHaveLength(1);
    });

    it('should show posts as a deleted member\'s', async () => {
      await site.get(EraseMember).execute(ada);
      const cards = await site.get(MemberCards).byIds([ada.id, alan.id, null]);
      expect(site.get(MemberCards).pick(cards, ada.id, null)).toEqual({ id: null, handle: null, displayName: 'Deleted member', avatarUrl: null, role: null });
      expect(site.get(MemberCards).pick(cards, null, 'An imported owner').displayName).toBe('An imported owner');
      expect(site.get(MemberCards).pick(cards, alan.id, null)).toMatchObject({ handle: 'alan', avatarUrl: '/api/users/alan/avatar' });
    });
  });

  it('should take over a role once, with an event and for all pages', async () => {
    const set = (): Promise<void> => site.db.unitOfWork.run(ada, (tx) => site.get(MembersFacade).setRole(tx, alan.id, 'moderator'));
    const version = await peopleVersion();
    await set();
    await set();
    expect(await events()).toEqual([['member.role_changed.v1', `user:${alan.id}`, { memberId: alan.id, role: 'moderator' }]]);
    expect(await peopleVersion()).toBe(version + 1);
  });
});
