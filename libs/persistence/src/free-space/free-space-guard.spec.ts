import { AppError } from '#libs/kernel';
import { FreeSpaceGuard } from './free-space-guard.js';

const MB = 1024 * 1024;

function setup(reserveMb?: number) {
  let free: number | Error = 10_000 * MB;
  const changes: boolean[] = [];
  const guard = new FreeSpaceGuard({
    folder: '/anywhere',
    reserveMb,
    freeBytes: () => (free instanceof Error ? Promise.reject(free) : Promise.resolve(free)),
    onChange: (low) => changes.push(low),
  });
  return {
    guard,
    changes,
    async look(next: number | Error) {
      free = next;
      await guard.look();
    },
  };
}

describe('FreeSpaceGuard', () => {
  it('should let writes pass while there is room, down to the reserve itself', async () => {
    const { guard, look } = setup();
    expect(() => guard.assertWritable()).not.toThrow();
    await look(256 * MB);
    expect(() => guard.assertWritable()).not.toThrow();
  });

  it('should refuse writes with 507 below the reserve of 256 MiB', async () => {
    const { guard, look } = setup();
    await look(256 * MB - 1);
    const refuse = () => guard.assertWritable();
    expect(refuse).toThrow(AppError);
    expect(refuse).toThrow(expect.objectContaining({ code: 'STORAGE.LOW', definition: expect.objectContaining({ kind: 'insufficient-storage' }) }));
  });

  it('should take writes again when space is freed, and tell of both changes once', async () => {
    const { guard, look, changes } = setup(100);
    await look(99 * MB);
    await look(98 * MB);
    await look(100 * MB);
    expect(() => guard.assertWritable()).not.toThrow();
    expect(changes).toEqual([true, false]);
  });

  it('should keep its last finding when the volume cannot be looked at', async () => {
    const { guard, look } = setup(100);
    await look(1 * MB);
    await look(new Error('EIO'));
    expect(guard.isLow).toBe(true);
  });

  it('should never refuse with a reserve of 0', async () => {
    const { guard, look } = setup(0);
    await look(0);
    expect(() => guard.assertWritable()).not.toThrow();
  });

  it('should look at a real volume', async () => {
    const roomy = new FreeSpaceGuard({ folder: '/', reserveMb: 1 });
    const never = new FreeSpaceGuard({ folder: '/', reserveMb: 2 ** 40 });
    await Promise.all([roomy.start(), never.start()]);
    roomy.stop();
    never.stop();
    expect([roomy.isLow, never.isLow]).toEqual([false, true]);
  });
});
