import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '#libs/events/testing';
import { type LiveClient, type MakeLiveServer, startLiveSite } from './live-client.js';

const events = (client: LiveClient) => client.received.filter(({ name }) => name === 'event').map(({ message }) => message);
const numbers = (client: LiveClient) => events(client).map((envelope) => (envelope.data as { n: number }).n);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

const settle = () => sleep(5);

/** Makes the next call of something wait until it is released; later ones go through. */
function hold(install: (pause: () => Promise<void>) => void) {
  let isHeld = false;
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  install(async () => {
    if (isHeld) return;
    isHeld = true;
    await released;
  });
  return { isHeld: () => isHeld, release };
}

/** What every live server promises about rooms. */
export function describeLiveRoomsContract(name: string, make: MakeLiveServer): void {
  const setup = () => startLiveSite(make);

  describe(`Live rooms contract: ${name}`, () => {
    describe('when a client joins a room', () => {
      it('should send it what happens there, as an envelope with nothing but what may leave', async () => {
        const { connect, change } = await setup();
        const client = await connect();
        expect(await client.send('join', { room: 'thing:a' })).toEqual({ ok: true, seq: 0 });
        change(1, 'b');
        const event = change(2);
        await until(() => events(client).length === 1);
        const { id, seq, type } = event;
        expect(events(client)).toEqual([{ id, seq, type, at: event.at.toISOString(), data: { n: 2 }, room: 'thing:a' }]);
      });

      it('should send each event once, in order, to every client in the room', async () => {
        const { connect, change } = await setup();
        const clients = await Promise.all(range(1, 20).map((n) => connect({ address: `10.0.0.${n}` })));
        await Promise.all(clients.map((client) => client.send('join', { room: 'thing:a' })));
        for (const n of range(1, 50)) change(n);
        await until(() => clients.every((client) => events(client).length >= 50));
        for (const client of clients) expect(numbers(client)).toEqual(range(1, 50));
      });

      it('should tell who is in it how many watch, members once, and nobody else', async () => {
        const { connect } = await setup();
        const [guest, ...members] = [await connect(), await connect({ token: 'ada' }), await connect({ token: 'ada' }), await connect({ token: 'bob' })];
        const watching = () => guest.send('presence', { room: 'thing:a' });
        expect((await watching()).problem).toMatchObject({ status: 404 });
        for (const client of [guest, ...members]) await client.send('join', { room: 'thing:a' });
        expect(await watching()).toEqual({ ok: true, room: 'thing:a', watching: 3 });
        await members[0].send('leave', { room: 'thing:a' });
        expect((await watching()).watching).toBe(3);
        members[1].close();
        await until(async () => (await watching()).watching === 2);
      });

      it('should send nothing once it has left', async () => {
        const { connect, change } = await setup();
        const client = await connect();
        await client.send('join', { room: 'thing:a' });
        await client.send('join', { room: 'thing:b' });
        expect(await client.send('leave', { room: 'thing:a' })).toEqual({ ok: true });
        change(1);
        change(2, 'b');
        await until(() => events(client).length === 1);
        expect(numbers(client)).toEqual([2]);
      });

      it('should answer 404 alike for a room that is absent, hidden, or of no kind', async () => {
        const { connect } = await setup();
        const client = await connect();
        const problems = [];
        for (const room of ['thing:none', 'thing:h', 'thing:m', 'thing:', 'nothing']) problems.push((await client.send('join', { room })).problem!);
        const bare = problems.map(({ requestId: _, ...rest }) => rest);
        expect(bare[0]).toMatchObject({ code: 'RESOURCE.NOT_FOUND', status: 404 });
        for (const problem of bare) expect(problem).toEqual(bare[0]);
      });

      it('should let members and moderators into what they may see', async () => {
        const { connect } = await setup();
        const member = await connect({ token: 'ada' });
        expect((await member.send('join', { room: 'thing:m' })).ok).toBe(true);
        expect((await member.send('join', { room: 'thing:h' })).ok).toBe(false);
        const moderator = await connect({ token: 'grace/moderator' });
        expect((await moderator.send('join', { room: 'thing:h' })).ok).toBe(true);
      });

      it('should let it be in fifty rooms', async () => {
        const { connect, things } = await setup();
        const client = await connect();
        const join = async (n: number) => {
          things.set(`${n}`, 'public');
          const answer = await client.send('join', { room: `thing:${n}` });
          // Messages per second have a limit of their own.
          await sleep(60);
          return answer;
        };
        for (const n of range(1, 50)) expect(await join(n)).toMatchObject({ ok: true });
        expect((await join(51)).problem).toMatchObject({ code: 'LIVE.TOO_MANY_ROOMS', status: 429 });
        expect(await client.send('leave', { room: 'thing:1' })).toEqual({ ok: true });
        expect(await join(51)).toMatchObject({ ok: true });
      });

      it('should not let it in when the room was closed to it while it was asking', async () => {
        const { connect, things, log, change } = await setup();
        const client = await connect();
        const { isHeld, release } = hold((pause) => (things.pause = pause));
        const answer = client.send('join', { room: 'thing:a' });
        await until(isHeld);
        things.set('a', 'hidden');
        log.append('thing.hidden.v1', 'thing:a', {});
        await settle();
        release();
        expect((await answer).problem).toMatchObject({ code: 'RESOURCE.NOT_FOUND' });
        change(1);
        expect(events(client)).toEqual([]);
      });
    });

    describe('when it tells the last seq it has seen', () => {
      it('should send what it missed first, then what is new, without a gap and nothing twice', async () => {
        const { connect, change, log } = await setup();
        for (const n of range(1, 30)) change(n, n % 3 === 0 ? 'b' : 'a');
        const client = await connect();
        const { isHeld, release } = hold((pause) => (log.pause = pause));
        const joining = client.send('join', { room: 'thing:a', since: 10 });
        await until(isHeld);
        for (const n of range(31, 40)) change(n);
        await settle();
        release();
        for (const n of range(41, 60)) {
          change(n);
          await settle();
        }
        expect((await joining).seq).toBeGreaterThanOrEqual(40);
        await until(() => numbers(client).includes(60));
        expect(numbers(client)).toEqual([...range(11, 30).filter((n) => n % 3 !== 0), ...range(31, 60)]);
      });

      it('should send once what is in the log already and reaches the server a little later', async () => {
        const { connect, change, log } = await setup();
        change(1);
        log.isQuiet = true;
        change(2);
        const client = await connect();
        expect(await client.send('join', { room: 'thing:a', since: 0 })).toEqual({ ok: true, seq: 1 });
        log.isQuiet = false;
        change(3);
        await until(() => numbers(client).includes(3));
        expect(numbers(client)).toEqual([1, 2, 3]);
      });

      it('should send nothing when it missed nothing', async () => {
        const { connect, change } = await setup();
        change(1);
        const client = await connect();
        expect(await client.send('join', { room: 'thing:a', since: 1 })).toEqual({ ok: true, seq: 1 });
        expect(client.received).toEqual([]);
      });

      it.each([
        ['more than a thousand events', 1_001, 0, 1_001],
        ['events that are no longer held', 20, 0, 5],
        ['a seq that does not exist yet', 3, 99, 3],
      ])('should send a reset for %s, and go on from there', async (_, count, since, keep) => {
        const { connect, change, log } = await setup();
        for (const n of range(1, count)) change(n);
        log.purge(keep);
        const client = await connect();
        expect(await client.send('join', { room: 'thing:a', since })).toEqual({ ok: true, seq: count });
        expect(client.received).toEqual([{ name: 'reset', message: { room: 'thing:a', seq: count } }]);
        change(count + 1);
        await until(() => events(client).length === 1);
      });

      it('should send a thousand', async () => {
        const { connect, change } = await setup();
        for (const n of range(1, 1_000)) change(n);
        const client = await connect();
        await client.send('join', { room: 'thing:a', since: 0 });
        expect(numbers(client)).toEqual(range(1, 1_000));
      });

      it('should send from a room with several channels only what the client would have got', async () => {
        const { connect, log } = await setup();
        log.append('thing.made.v1', 'thing:1', { n: 1, isPublic: true });
        log.append('thing.made.v1', 'thing:2', { n: 2, isPublic: false });
        const [guest, member] = [await connect(), await connect({ token: 'ada' })];
        await guest.send('join', { room: 'feed', since: 0 });
        await member.send('join', { room: 'feed', since: 0 });
        log.append('thing.made.v1', 'thing:3', { n: 3, isPublic: false });
        log.append('thing.made.v1', 'thing:4', { n: 4, isPublic: true });
        await until(() => events(guest).length >= 2 && events(member).length >= 4);
        expect([numbers(guest), numbers(member)]).toEqual([[1, 4], [1, 2, 3, 4]]);
      });
    });

    describe('when rights change', () => {
      it('should take out those who may no longer see, tell them, and go on with the others', async () => {
        const { connect, things, log, change } = await setup();
        const [guest, moderator] = [await connect(), await connect({ token: 'grace/moderator' })];
        for (const client of [guest, moderator]) await client.send('join', { room: 'thing:a' });
        things.set('a', 'hidden');
        log.append('thing.hidden.v1', 'thing:a', {});
        change(1);
        await until(() => events(moderator).length === 1);
        await until(() => guest.received.length === 1);
        expect(guest.received).toEqual([{ name: 'left', message: { room: 'thing:a', reason: 'forbidden' } }]);
      });

      it('should take out a moderator who is one no longer', async () => {
        const { connect, log, change } = await setup();
        const client = await connect({ token: 'grace/moderator' });
        await client.send('join', { room: 'thing:h' });
        await client.send('join', { room: 'thing:a' });
        log.append('member.demoted.v1', 'user:grace', { memberId: 'grace' });
        change(1, 'h');
        change(2);
        await until(() => events(client).length === 1);
        expect(client.received.map(({ name, message }) => [name, message.room])).toEqual([['left', 'thing:h'], ['event', 'thing:a']]);
        expect((await client.send('join', { room: 'thing:h' })).ok).toBe(false);
      });

      it('should end the connections of a revoked session, or of all a member has', async () => {
        const { connect, log } = await setup();
        const clients = await Promise.all(['ada/learner/s1', 'ada/learner/s2', 'bob/learner/s3'].map((token) => connect({ token })));
        const endings = () => clients.map((client) => client.ending);
        log.append('session.revoked.v1', 'user:ada', { memberId: 'ada', sessionId: 's1' });
        await until(() => clients[0]!.ending);
        expect(endings()).toEqual(['for-good', null, null]);
        expect(clients[0]!.received).toEqual([{ name: 'ended', message: { reason: 'session-ended' } }]);
        log.append('session.revoked.v1', 'user:ada', { memberId: 'ada', sessionId: null });
        await until(() => clients[1]!.ending);
        expect(endings()).toEqual(['for-good', 'for-good', null]);
      });

      it('should end connections whose session has run out, asking once for all of them', async () => {
        const { connect, sessions, sweep } = await setup();
        const clients = await Promise.all(['ada/learner/s1', 'bob/learner/s2', 'eve/learner/s3'].map((token) => connect({ token })));
        sessions.ended.add('session:s2');
        await sweep.sweep();
        await until(() => clients[1]!.ending);
        expect(clients.map((client) => client.ending)).toEqual([null, 'for-good', null]);
        expect(sessions.asked).toBe(1);
      });

      it('should look again at members whose session was not known yet, and end those who are refused now', async () => {
        const { connect, sessions, sweep, authenticator } = await setup();
        const clients = await Promise.all(['ada', 'bob', 'eve'].map((token) => connect({ token })));
        authenticator.late.set('ada', 's1');
        authenticator.refused.add('bob');
        await sweep.sweep();
        await until(() => clients[1]!.ending);
        sessions.ended.add('session:s1');
        await sweep.sweep();
        await until(() => clients[0]!.ending);
        expect(clients.map((client) => client.ending)).toEqual(['for-good', 'for-good', null]);
      });

      it('should keep connections while nobody can tell which sessions have ended, and end them after', async () => {
        const { connect, sessions, sweep, logger } = await setup();
        const client = await connect({ token: 'ada/learner/s1' });
        sessions.ended.add('session:s1');
        sessions.isDown = true;
        await sweep.sweep();
        await sweep.sweep();
        expect(logger.lines.filter((line) => line.message.startsWith('ended sessions cannot'))).toHaveLength(1);
        expect(client.ending).toBeNull();
        sessions.isDown = false;
        await sweep.sweep();
        await until(() => client.ending);
      });
    });

    it('should let clients go on close in a way that makes them come back', async () => {
      const { connect, server } = await setup();
      const client = await connect();
      await client.send('join', { room: 'thing:a' });
      await server.close();
      await until(() => client.ending);
      expect(client.ending).toBe('come-back');
    });
  });
}
