import { newId } from '#libs/kernel';
import type { Presence } from '../src/presence.port.js';

/** What every count of watchers promises. */
export function describePresenceContract(name: string, capabilities: { isShared: boolean }, setup: () => Promise<Presence>): void {
  describe(`Presence contract: ${name}`, () => {
    it('should declare whether processes count together', async () => {
      expect((await setup()).isShared).toBe(capabilities.isShared);
    });

    it('should count a watcher once, and each room apart', async () => {
      const presence = await setup();
      const [room, other] = [`question:${newId()}`, `feed 日本語 ${newId()}`];
      await presence.enter(room, ['member:a']);
      await presence.enter(room, ['member:a', 'guest:b', 'guest:c']);
      await presence.enter(other, ['member:a']);
      expect([await presence.count(room), await presence.count(other), await presence.count('nowhere')]).toEqual([3, 1, 0]);
    });

    it('should not count who has left, and take no notice of who was not there', async () => {
      const presence = await setup();
      const room = newId();
      await presence.enter(room, ['a', 'b']);
      await presence.leave(room, 'a');
      await presence.leave(room, 'z');
      await presence.leave('nowhere', 'a');
      expect(await presence.count(room)).toBe(1);
      await presence.enter(room, ['a']);
      expect(await presence.count(room)).toBe(2);
    });

    it('should take nobody, and thousands at once', async () => {
      const presence = await setup();
      const room = newId();
      await presence.enter(room, []);
      expect(await presence.count(room)).toBe(0);
      await presence.enter(room, Array.from({ length: 5_000 }, (_, n) => `guest:${n}`));
      expect(await presence.count(room)).toBe(5_000);
    });
  });
}
