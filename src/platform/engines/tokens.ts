/** The Runtime of this process. */
export const RUNTIME = Symbol('runtime');
