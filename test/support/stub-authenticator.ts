import { type Authentication, type Credentials, RequestAuthenticator } from '#libs/http';
import { AppError, GUEST, type Role, type Scope } from '#libs/kernel';
import { TOKEN_INVALID } from '#libs/sign-in';
import type { TestDatabase } from '#libs/testing';

const ALL: Scope[] = ['read', 'write', 'moderate', 'admin'];

/** `Authorization: Test ada`, or `Test ada:read,write` for a token with fewer scopes; the cookie `ada` is a session of hers. */
export class StubAuthenticator extends RequestAuthenticator {
  constructor(private readonly db: TestDatabase) {
    super();
  }

  async authenticate({ sessionCookie, authorization }: Credentials): Promise<Authentication> {
    if (authorization !== undefined) return this.token(authorization);
    const member = sessionCookie === undefined ? null : await this.member(sessionCookie, ALL);
    return member ? { actor: member, via: 'session' } : { actor: GUEST, via: 'none' };
  }

  private async token(authorization: string): Promise<Authentication> {
    const [, handle, scopes] = /^Test ([^:]+)(?::(.+))?$/.exec(authorization) ?? [];
    const member = handle === undefined ? null : await this.member(handle, scopes === undefined ? ALL : (scopes.split(',') as Scope[]));
    if (!member) throw new AppError(TOKEN_INVALID);
    return { actor: member, via: 'pat' };
  }

  private async member(handle: string, scopes: readonly Scope[]): Promise<Extract<Authentication['actor'], { kind: 'member' }> | null> {
    const [row] = await this.db.query<{ id: string; role: Role }>('select id, role from users.members where handle = $1', [handle]);
    return row ? { kind: 'member', id: row.id, handle, role: row.role, scopes } : null;
  }
}
