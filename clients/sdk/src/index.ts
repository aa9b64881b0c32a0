export { createCairnClient, type CairnClientOptions } from './create-cairn-client.js';
export type { Client } from './generated/client/index.js';
// Generated: one function per operation (`questionsAsk`), and the types of what goes in and out.
export * from './generated/index.js';
