// Generated: Zod schemas of what goes in and out.
export * from './generated/zod.gen.js';
