/** Stands in for the SDK's default client in the browser: every call of ours names its own (see vite.config.ts). */
export const client = undefined;
