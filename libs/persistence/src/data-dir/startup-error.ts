/** Something the operator has to put right before Cairn can start. The message names the problem and the fix; show it without a stack. */
export class StartupError extends Error {
  constructor(problem: string, fix: string, options?: ErrorOptions) {
    super(`${problem}\n  Fix: ${fix}`, options);
    this.name = 'StartupError';
  }
}
