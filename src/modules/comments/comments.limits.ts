import { defineLimit } from '#libs/rate-limit';

export const commentsLimits = {
  post: defineLimit('comments.post', { allowance: 200, perSeconds: 3_600 }),
};
