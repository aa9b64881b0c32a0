/** Given to a process that its parent stops in due order and that must not outlive its parent. */
export const SUPERVISED = '--supervised';

export function isSupervised(): boolean {
  return process.argv.includes(SUPERVISED);
}
