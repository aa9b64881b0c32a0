/** Old space and one semi-space, in MiB; with the program itself and buffers the process stays well below 300. */
const LIMITS = ['--max-old-space-size=128', '--max-semi-space-size=8'];

/**
 * Starts this process again in its own place (same pid, terminal and environment) with a small heap, when the command is one that reads
 * files of any size: V8 takes its limits from the machine's memory otherwise, and lets garbage pile up to them. They cannot be set later.
 */
export function limitMemory(commands: readonly string[]): void {
  const isLimited = process.execArgv.some((flag) => flag.startsWith('--max-old-space-size'));
  const wants = process.argv.slice(2).find((word) => !word.startsWith('-'));
  if (isLimited || wants === undefined || !commands.includes(wants) || typeof process.execve !== 'function') return;
  process.execve(process.execPath, [process.execPath, ...process.execArgv, ...LIMITS, ...process.argv.slice(1)]);
}
