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

/** Resolves when the parent says so; at once without one. A parent that dies before, or a signal, ends the process: it has nothing to close yet. */
export async function untilGo(): Promise<void> {
  if (!isSupervised()) return;
  process.once('SIGTERM', leave);
  process.once('disconnect', leave);
  if (!process.connected) leave();
  await new Promise((resolve) => process.once('message', resolve));
  process.off('SIGTERM', leave);
  process.off('disconnect', leave);
}
