import { permission } from '#libs/http';

const moderate = { role: 'moderator', scope: 'moderate' } as const;

export const moderationPermissions = {
  hide: permission('moderation:hide', moderate),
  suspend: permission('moderation:suspend', moderate),
  readAudit: permission('moderation:read-audit', moderate),
};
