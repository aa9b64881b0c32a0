import { until } from '#libs/events/testing';
import { type MakeLiveServer, startLiveSite } from './live-client.js';

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

/** What every live server promises about connections and messages. */
export function describeLiveConnectionsContract(name: string, make: MakeLiveServer): void {
  const setup = () => startLiveSite(make);

  describe(`Live connections contract: ${name}`, () => {
    describe('when a message is bad', () => {
      it.each([
        ['an unknown field', 'join', { room: 'thing:a', extra: 1 }, ''],
        ['a wrong type', 'join', { room: 7 }, '/room'],
        ['a negative seq', 'join', { room: 'thing:a', since: -1 }, '/since'],
        ['a seq that is no whole number', 'join', { room: 'thing:a', since: 1.5 }, '/since'],
        ['no object', 'join', 'thing:a', ''],
        ['nothing', 'leave', null, ''],
        ['a key of the prototype', 'join', JSON.parse('{"room":"thing:a","__proto__":{"x":1}}'), ''],
        ['a long name', 'join', { room: `thing:${'x'.repeat(200)}` }, '/room'],
      ])('should answer 422 to %s', async (_, event, message, pointer) => {
        const { connect } = await setup();
        const client = await connect();
        const { ok, problem } = await client.send(event, message);
        expect(ok).toBe(false);
        expect(problem).toMatchObject({ code: 'REQUEST.INVALID', status: 422 });
        expect(problem!.errors![0]!.pointer).toBe(pointer);
        expect((await client.send('join', { room: 'thing:a' })).ok).toBe(true);
      });

      it('should answer 422 to an unknown message', async () => {
        const { connect } = await setup();
        expect((await (await connect()).send('shout', {})).problem).toMatchObject({ status: 422 });
      });

      it('should cut a client that sends something huge, and no other', async () => {
        const { connect } = await setup();
        const [client, other] = [await connect(), await connect()];
        client.send('join', { room: 'x'.repeat(100_000) }).catch(() => undefined);
        await until(() => client.ending);
        expect((await other.send('join', { room: 'thing:a' })).ok).toBe(true);
      });

      it('should refuse messages beyond twenty a second, and end a client that does not stop', async () => {
        const { connect } = await setup();
        const client = await connect();
        const answers = await Promise.all(range(1, 60).map(() => client.send('join', { room: 'thing:a' })));
        const refused = answers.filter((answer) => !answer.ok);
        expect(refused.length).toBeGreaterThanOrEqual(30);
        expect(refused[0]!.problem).toMatchObject({ code: 'RATE.LIMITED', status: 429 });
        for (let n = 0; n < 400; n++) client.send('join', {}).catch(() => undefined);
        await until(() => client.ending);
        expect(client.ending).toBe('for-good');
      });
    });

    describe('when a connection is opened', () => {
      it('should refuse a bad token, and say why', async () => {
        const { connect } = await setup();
        await expect(connect({ token: 'bad' })).rejects.toMatchObject({ code: 'TEST.BAD_TOKEN', status: 401 });
      });

      it('should take a session cookie from the own site, and from programs that send no origin', async () => {
        const { connect } = await setup();
        for (const origin of ['http://localhost', undefined]) {
          const client = await connect({ cookie: 'cairn_session=grace/moderator', origin });
          expect((await client.send('join', { room: 'thing:h' })).ok).toBe(true);
        }
      });

      it('should refuse a session cookie that another site makes the browser send', async () => {
        const { connect } = await setup();
        await expect(connect({ cookie: 'a=b; cairn_session=grace/moderator', origin: 'http://evil.example' })).rejects.toBeDefined();
      });

      it('should refuse more than five from one address, and take another when one has gone', async () => {
        const { connect, server } = await setup();
        const clients = await Promise.all(range(1, 5).map(() => connect({ address: '203.0.113.1' })));
        await expect(connect({ address: '203.0.113.1' })).rejects.toBeDefined();
        await connect({ address: '203.0.113.2' });
        expect(server.connected).toBe(6);
        clients[0]!.close();
        await until(() => server.connected === 5);
        await connect({ address: '203.0.113.1' });
      });
    });
  });
}
