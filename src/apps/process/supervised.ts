/** Given to a process that its parent stops in due order and that must not outlive its parent. */
export const SUPERVISED = '--supervised';

export function isSupervised(): boolean {
  return process.argv.includes(SUPERVISED);
}

/** The parent's word that a supervised process may begin. */
export const GO = 'go';

function leave(): never {
  process.exit(0);
}

/**
 * Waits for the parent's word; without one there is nothing to wait for. A signal before that ends the process: it has nothing to close yet.
 * @returns false when the parent died first
 */
export async function untilGo(): Promise<boolean> {
  if (!isSupervised()) return true;
  process.once('SIGTERM', leave);
  const isGo = await new Promise<boolean>((resolve) => {
    process.once('message', () => resolve(true));
    process.once('disconnect', () => resolve(false));
    if (!process.connected) resolve(false);
  });
  process.off('SIGTERM', leave);
  return isGo;
}
