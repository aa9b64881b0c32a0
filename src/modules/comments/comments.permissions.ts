import { permission } from '#libs/http';

export const commentsPermissions = {
  post: permission('comments:post', { role: 'learner', scope: 'write' }),
  edit: permission('comments:edit', { role: 'learner', scope: 'write' }),
  vote: permission('comments:vote', { role: 'learner', scope: 'write' }),
};
