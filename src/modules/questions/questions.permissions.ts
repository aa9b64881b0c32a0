import { permission } from '#libs/http';

const write = { role: 'learner', scope: 'write' } as const;

export const questionsPermissions = {
  ask: permission('questions:ask', write),
  edit: permission('questions:edit', write),
  answer: permission('questions:answer', write),
  vote: permission('questions:vote', write),
  accept: permission('questions:accept', write),
};
