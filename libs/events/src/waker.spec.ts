import { Waker } from './waker.js';

const LONG_MS = 60_000;

describe('Waker', () => {
  it('should end a sleep when it is woken', async () => {
    const waker = new Waker();
    const sleeping = waker.wait(LONG_MS);
    waker.wake();
    await expect(sleeping).resolves.toBeUndefined();
  });

  it('should keep one wake-up that came before the sleep, and only one', async () => {
    const waker = new Waker();
    waker.wake();
    waker.wake();
    await waker.wait(LONG_MS);
    let isAwake = false;
    const sleeping = waker.wait(LONG_MS).then(() => (isAwake = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isAwake).toBe(false);
    waker.wake();
    await sleeping;
  });

  it('should end a sleep by itself when its time is over', async () => {
    await expect(new Waker().wait(1)).resolves.toBeUndefined();
  });
});
