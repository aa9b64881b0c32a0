import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError, Clock, type RequestContext, type Role, systemContext } from '#libs/kernel';
import { type Tx, UnitOfWork } from '#libs/persistence';
import { SignIn, TOKEN_INVALID, type VerifiedToken } from '#libs/sign-in';
import { isHandle, MembersFacade } from '#modules/users';
import { handleCandidates } from './handle-candidates.js';
import { IdentitiesRepository, type IdentityClaims, type IdentityRow } from './identities.repository.js';

const HANDLE_TAKEN = 'USERS.HANDLE_TAKEN';
const ATTEMPTS = 5;
const DISPLAY_NAME_MAX = 60;

/** The role that an outside issuer's realm roles mean. */
export function roleOf(roles: readonly string[]): Role {
  if (roles.includes('admin')) return 'admin';
  return roles.includes('moderator') ? 'moderator' : 'learner';
}

function lineOf(name = ''): string {
  return [...name.replace(/\s+/gu, ' ').trim()].slice(0, DISPLAY_NAME_MAX).join('');
}

/** Some issuers let people log in by address alone: that is no name to show to everybody. */
function wishedHandle({ profile }: VerifiedToken): string | undefined {
  return profile.handle?.includes('@') ? undefined : profile.handle;
}

function displayNameOf(token: VerifiedToken): string {
  return lineOf(token.profile.displayName) || lineOf(wishedHandle(token)) || 'New member';
}

function claimsOf({ issuerKey, sub, profile, issuedAt }: VerifiedToken): IdentityClaims {
  const { email = null, emailVerified = false, displayName } = profile;
  return { issuerKey, sub, email, emailVerified, displayName: lineOf(displayName), claimsAt: new Date(issuedAt * 1000) };
}

/** Finds the member behind a verified token; the first time it makes one. Role, name and address follow the issuer where it owns them. */
@Injectable()
export class LinkIdentity {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly identities: IdentitiesRepository,
    private readonly members: MembersFacade,
    private readonly signIn: SignIn,
    private readonly clock: Clock,
  ) {}

  /** Whether an outside issuer says something in this token that is newer than what was taken over; not of a sign-in that is over. */
  isNews({ issuedAt }: VerifiedToken, known: { claimsAt: Date | null; hasEnded: boolean }): boolean {
    if (!this.signIn.isOutside || known.hasEnded) return false;
    return known.claimsAt === null || issuedAt * 1000 > known.claimsAt.getTime();
  }

  /** @returns the member's id. @throws AUTH.TOKEN_INVALID when that member was erased */
  async execute(token: VerifiedToken, ctx: RequestContext = systemContext('sign-in')): Promise<string> {
    for (let attempt = 1; ; attempt++) {
      const known = await this.identities.find(token.issuerKey, token.sub);
      const handle = known ? '' : await this.freeHandle(token, attempt > 2);
      try {
        return await this.uow.run(ctx, (tx) => this.link(tx, token, handle));
      } catch (error) {
        // Somebody took it between the look and the insert.
        if (!(error instanceof AppError) || error.code !== HANDLE_TAKEN || attempt === ATTEMPTS) throw error;
      }
    }
  }

  private async link(tx: Tx, token: VerifiedToken, handle: string): Promise<string> {
    const { issuerKey, sub, profile } = token;
    const known = await this.identities.lock(tx, issuerKey, sub);
    if (known?.erasedAt) throw new AppError(TOKEN_INVALID);
    const memberId = known?.memberId ?? (await this.create(tx, token, handle));
    if (known && this.signIn.isOutside) await this.follow(tx, token, known);
    else if (known && profile.email) await this.identities.setEmail(tx, issuerKey, sub, profile.email, profile.emailVerified ?? false);
    return memberId;
  }

  /** A token may be used after a newer one was: what it says of role and name is past then. */
  private async follow(tx: Tx, token: VerifiedToken, { memberId, claimsAt, displayName }: IdentityRow): Promise<void> {
    const claims = claimsOf(token);
    if (claimsAt && claims.claimsAt < claimsAt) return;
    await this.members.setRole(tx, memberId, roleOf(token.roles));
    // What the member wrote here stays until the name at the issuer changes.
    if (claims.displayName !== '' && displayName !== null && displayName !== claims.displayName) await this.members.setDisplayName(tx, memberId, claims.displayName);
    await this.identities.follow(tx, claims.displayName === '' ? { ...claims, displayName: displayName ?? '' } : claims);
  }

  private async create(tx: Tx, token: VerifiedToken, handle: string): Promise<string> {
    const role = this.signIn.isOutside ? roleOf(token.roles) : 'learner';
    const memberId = await this.members.create(tx, { handle, displayName: displayNameOf(token), role });
    await this.identities.insert(tx, { ...claimsOf(token), memberId, now: this.clock.now() });
    return memberId;
  }

  private async freeHandle(token: VerifiedToken, isCrowded: boolean): Promise<string> {
    const candidates = handleCandidates([wishedHandle(token), token.profile.displayName], () => randomBytes(4).toString('hex'), isCrowded);
    for (const candidate of candidates) {
      if (isHandle(candidate) && (await this.members.findByHandle(candidate)) === null) return candidate;
    }
    throw new Error('unreachable: candidates do not end');
  }
}
