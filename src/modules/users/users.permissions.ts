import { permission } from '#libs/http';

export const usersPermissions = {
  readSelf: permission('users:read-self', { role: 'learner', scope: 'read' }),
  editSelf: permission('users:edit-self', { role: 'learner', scope: 'write' }),
  follow: permission('users:follow', { role: 'learner', scope: 'write' }),
};
