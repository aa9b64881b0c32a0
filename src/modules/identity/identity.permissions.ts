import { permission } from '#libs/http';

export const identityPermissions = {
  readSessions: permission('identity:read-sessions', { role: 'learner', scope: 'read' }),
  endSessions: permission('identity:end-sessions', { role: 'learner', scope: 'write' }),
  readTokens: permission('identity:read-tokens', { role: 'learner', scope: 'read' }),
  manageTokens: permission('identity:manage-tokens', { role: 'learner', scope: 'write' }),
};
