import { defineLimit } from '#libs/rate-limit';

const HOUR = 3_600;

/** Generous for a person, tight for a script. */
export const questionsLimits = {
  ask: defineLimit('questions.ask', { allowance: 20, perSeconds: HOUR }),
  answer: defineLimit('questions.answer', { allowance: 60, perSeconds: HOUR }),
  vote: defineLimit('questions.vote', { allowance: 600, perSeconds: HOUR }),
};
