import { Injectable } from '@nestjs/common';
import { type Authentication, type Credentials, RequestAuthenticator } from '#libs/http';
import { AppError, Clock, GUEST, type MemberActor, type Scope } from '#libs/kernel';
import { TOKEN_INVALID, TokenVerifier, type VerifiedToken } from '#libs/sign-in';
import { hashSecret, isSecret } from '../sessions/session-secret.js';
import { SessionUpkeep } from '../sessions/session-upkeep.js';
import { LinkIdentity } from '../sign-in/link-identity.js';
import { isPersonalToken } from '../tokens/personal-token.js';
import { TokenUse } from '../tokens/token-use.js';
import { type BearerCredential, type CredentialMember, CredentialsRepository } from './credentials.repository.js';
import { ALL_SCOPES, effectiveScopes } from './scopes.js';
import { assertNotSuspended } from './standing.js';

const BEARER = /^Bearer +([^\s]+) *$/i;
const NOBODY: Authentication = Object.freeze({ actor: GUEST, via: 'none' });

/**
 * Finds out who asks: by session cookie, Bearer token of the issuer, or personal access token. An Authorization header goes first.
 * Role and state come from the member row on every request, so a change holds in every process with the next one.
 */
@Injectable()
export class Authenticator extends RequestAuthenticator {
  constructor(
    private readonly credentials: CredentialsRepository,
    private readonly verifier: TokenVerifier,
    private readonly link: LinkIdentity,
    private readonly upkeep: SessionUpkeep,
    private readonly tokenUse: TokenUse,
    private readonly clock: Clock,
  ) {
    super();
  }

  async authenticate({ sessionCookie, authorization, ip }: Credentials): Promise<Authentication> {
    if (authorization !== undefined && authorization !== '') return this.byHeader(authorization, ip);
    return sessionCookie !== undefined && isSecret(sessionCookie) ? this.bySession(sessionCookie, ip) : NOBODY;
  }

  private async bySession(secret: string, ip: string): Promise<Authentication> {
    const now = this.clock.now();
    const found = await this.credentials.findSession(hashSecret(secret));
    if (!found || found.state === 'erased') return NOBODY;
    assertNotSuspended(found, now);
    this.upkeep.refreshWhenDue(found.sessionId, found.refreshDueAt);
    await this.upkeep.seen(found.sessionId, found.lastSeenAt, ip);
    return { actor: { ...memberOf(found, ALL_SCOPES), sessionId: found.sessionId }, via: 'session' };
  }

  private async byHeader(authorization: string, ip: string): Promise<Authentication> {
    const token = BEARER.exec(authorization)?.[1];
    if (token === undefined) throw new AppError(TOKEN_INVALID, { detail: 'The Authorization header must be "Bearer" and a token' });
    return isPersonalToken(token) ? this.byPersonalToken(token) : this.byBearer(token, ip);
  }

  private async byPersonalToken(token: string): Promise<Authentication> {
    const now = this.clock.now();
    const found = await this.credentials.findToken(hashSecret(token));
    if (!found || found.state === 'erased') throw new AppError(TOKEN_INVALID);
    assertNotSuspended(found, now);
    await this.tokenUse.noted(found.tokenId, found.lastUsedAt);
    return { actor: { ...memberOf(found, effectiveScopes(found.scopes, found.role)), tokenId: found.tokenId }, via: 'pat' };
  }

  private async byBearer(jwt: string, ip: string): Promise<Authentication> {
    const token = await this.verifier.verify(jwt);
    const found = await this.findBearer(token);
    if (found.hasEnded || found.state === 'erased') throw new AppError(TOKEN_INVALID);
    assertNotSuspended(found, this.clock.now());
    if (found.sessionId === null) await this.upkeep.appSeen(found.memberId, token, ip);
    else if (found.lastSeenAt) await this.upkeep.seen(found.sessionId, found.lastSeenAt, ip);
    const actor = memberOf(found, effectiveScopes(token.scopes, found.role));
    return { actor: { ...actor, sessionId: found.sessionId ?? undefined }, via: 'bearer' };
  }

  /** An app's first request may come before its owner ever used the site: the member is made then. Its fresh tokens tell of role and name, too. */
  private async findBearer(token: VerifiedToken): Promise<BearerCredential> {
    const find = (): Promise<BearerCredential | null> => this.credentials.findBearer(token.issuerKey, token.sub, token.sid ?? null);
    const known = await find();
    if (known && !this.link.isNews(token, known)) return known;
    await this.link.execute(token);
    const made = await find();
    if (!made) throw new AppError(TOKEN_INVALID);
    return made;
  }
}

function memberOf({ memberId, handle, role }: CredentialMember, scopes: readonly Scope[]): MemberActor {
  return { kind: 'member', id: memberId, handle, role, scopes };
}
