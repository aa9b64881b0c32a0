import { Injectable } from '@nestjs/common';
import { type LiveCredential, LiveSessions } from '#libs/realtime';
import { EndedCredentials } from '#modules/identity';

function idsOf(credentials: readonly LiveCredential[], kind: 'session' | 'token'): string[] {
  const prefix = `${kind}:`;
  return credentials.filter((credential) => credential.startsWith(prefix)).map((credential) => credential.slice(prefix.length));
}

/** Asks the identity module. */
@Injectable()
export class IdentityLiveSessions extends LiveSessions {
  constructor(private readonly credentials: EndedCredentials) {
    super();
  }

  async findEnded(credentials: readonly LiveCredential[]): Promise<ReadonlySet<LiveCredential>> {
    const ended = await this.credentials.find({ sessions: idsOf(credentials, 'session'), tokens: idsOf(credentials, 'token') });
    return new Set<LiveCredential>([...ended.sessions.map((id) => `session:${id}` as const), ...ended.tokens.map((id) => `token:${id}` as const)]);
  }
}
