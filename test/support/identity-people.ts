import type { MemberActor } from '#libs/kernel';
import { Authenticator } from '../../src/modules/identity/authentication/authenticator.js';
import { CompleteSignIn } from '../../src/modules/identity/sign-in/complete-sign-in.js';
import { StartSignIn } from '../../src/modules/identity/sign-in/start-sign-in.js';
import type { IdentitySite } from './identity-site.js';

const IP = '192.0.2.1';

/** Those who come to an identity site: signs them in, and tells whom their credentials name. */
export class IdentityPeople {
  private named = 0;

  constructor(private readonly site: IdentitySite) {}

  newName(): string {
    return `person-${++this.named}`;
  }

  /** @returns the secret of their session */
  async signIn(name: string): Promise<string> {
    const { location, browserKey } = await this.site.app.get(StartSignIn).execute({ register: false });
    const state = new URL(location).searchParams.get('state')!;
    const { sessionSecret } = await this.site.app.get(CompleteSignIn).execute({ state, code: name, browserKey, ip: IP, userAgent: 'Test' });
    return sessionSecret!;
  }

  async bySession(sessionCookie: string): Promise<MemberActor | null> {
    const { actor } = await this.site.app.get(Authenticator).authenticate({ sessionCookie, ip: IP });
    return actor.kind === 'member' ? actor : null;
  }

  async byToken(token: string): Promise<MemberActor> {
    return (await this.site.app.get(Authenticator).authenticate({ authorization: `Bearer ${token}`, ip: IP })).actor as MemberActor;
  }
}
