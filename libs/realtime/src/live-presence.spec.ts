import { InProcessPresence } from './adapters/in-process/in-process-presence.js';
import { LivePresence } from './live-presence.js';

describe('LivePresence', () => {
  it('should count somebody until their last connection has left', async () => {
    const presence = new LivePresence(new InProcessPresence());
    presence.enter('a', 'member:1');
    presence.enter('a', 'member:1');
    presence.enter('a', 'guest:x');
    expect(await presence.count('a')).toBe(2);
    presence.leave('a', 'member:1');
    expect(await presence.count('a')).toBe(2);
    presence.leave('a', 'member:1');
    presence.leave('a', 'member:1');
    expect(await presence.count('a')).toBe(1);
  });

  it('should take everybody along when it stops', async () => {
    const shared = new InProcessPresence();
    const presence = new LivePresence(shared);
    presence.start();
    presence.enter('a', 'member:1');
    presence.enter('b', 'member:1');
    await presence.stop();
    expect([await shared.count('a'), await shared.count('b')]).toEqual([0, 0]);
  });
});
