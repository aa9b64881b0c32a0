import type { Configuration } from 'oidc-provider';
import type { SiteMembers } from '../../site-members.port.js';
import type { AccountRow, AccountStore } from './account-store.js';
import { hashId, sidOfGrant } from './payload-store.js';

export interface ClaimParts {
  accounts: AccountStore;
  members: SiteMembers;
}

/** Claims under the scopes `profile` and `email`. The member row names the person once there is one. */
async function describe(account: AccountRow, parts: ClaimParts) {
  const member = await parts.members.find(account.id);
  return {
    role: member?.role,
    profile: {
      preferred_username: member?.handle ?? account.handle ?? undefined,
      name: member?.displayName ?? account.displayName ?? undefined,
    },
    email: { email: account.email, email_verified: account.emailVerifiedAt !== null },
  };
}

/** Keycloak's claims in access tokens. */
export function tokenClaims(parts: ClaimParts): Configuration['extraTokenClaims'] {
  return async (ctx, token) => {
    if (token.kind !== 'AccessToken' || !('accountId' in token)) return undefined;
    const account = await parts.accounts.byId(token.accountId);
    if (!account) return undefined;
    const { AuthorizationCode: code, RefreshToken: refresh } = ctx.oidc.entities;
    const granted = new Set((refresh?.scope ?? code?.scope ?? '').split(' '));
    const { role, profile, email } = await describe(account, parts);
    return {
      typ: 'Bearer',
      azp: token.clientId,
      sid: token.grantId === undefined ? undefined : sidOfGrant(hashId(token.grantId)),
      realm_access: { roles: role === undefined ? [] : [role] },
      ...(granted.has('profile') ? profile : {}),
      ...(granted.has('email') ? email : {}),
    };
  };
}

/** Who an account is, for ID tokens. */
export function findAccount(parts: ClaimParts): Configuration['findAccount'] {
  return async (_ctx, sub) => {
    const account = await parts.accounts.byId(sub);
    if (!account) return undefined;
    return {
      accountId: account.id,
      claims: async () => {
        const { profile, email } = await describe(account, parts);
        return { sub: account.id, ...profile, ...email };
      },
    };
  };
}
