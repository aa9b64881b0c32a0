import { defineLimit } from '#libs/rate-limit';

/** A misspelt search costs a dozen times what a page costs. */
export const searchLimits = {
  search: defineLimit('search.search', { allowance: 240, perSeconds: 60 }),
  suggest: defineLimit('search.suggest', { allowance: 600, perSeconds: 60 }),
};
