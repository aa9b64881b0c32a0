import { Global, Module } from '@nestjs/common';
import { RequestAuthenticator } from '#libs/http';
import { UsersModule } from '#modules/users';
import { Authenticator } from './authentication/authenticator.js';
import { CredentialsRepository } from './authentication/credentials.repository.js';
import { EndedCredentials } from './authentication/ended-credentials.repository.js';
import { MemberStanding } from './authentication/member-standing.js';
import { CreateToken } from './commands/create-token.js';
import { CreateUser } from './commands/create-user.js';
import { EndFromIssuer } from './sessions/end-from-issuer.js';
import { EndSession } from './sessions/end-session.js';
import { IssuerEndings } from './sessions/issuer-endings.js';
import { ListSessions } from './sessions/list-sessions.js';
import { LogoutNoticesRepository } from './sessions/logout-notices.repository.js';
import { OpenSession } from './sessions/open-session.js';
import { PurgeIdentity } from './sessions/purge-identity.js';
import { SessionClock } from './sessions/session-clock.js';
import { SessionEndings } from './sessions/session-endings.js';
import { SessionRefresh } from './sessions/session-refresh.js';
import { SessionTokens } from './sessions/session-tokens.js';
import { SessionUpkeep } from './sessions/session-upkeep.js';
import { SessionsRepository } from './sessions/sessions.repository.js';
import { CompleteSignIn } from './sign-in/complete-sign-in.js';
import { ForgetMember } from './sign-in/forget-member.js';
import { IdentitiesRepository } from './sign-in/identities.repository.js';
import { IdentityRegistrations } from './sign-in/identity-registrations.js';
import { LinkIdentity } from './sign-in/link-identity.js';
import { PendingLogIns } from './sign-in/pending-log-ins.js';
import { PendingLogInsRepository } from './sign-in/pending-log-ins.repository.js';
import { StartSignIn } from './sign-in/start-sign-in.js';
import { CreatePersonalToken } from './tokens/create-personal-token.js';
import { ManagePersonalTokens } from './tokens/manage-personal-tokens.js';
import { PersonalTokensRepository } from './tokens/personal-tokens.repository.js';
import { TokenUse } from './tokens/token-use.js';

const repositories = [CredentialsRepository, EndedCredentials, IdentitiesRepository, LogoutNoticesRepository, PendingLogInsRepository, PersonalTokensRepository, SessionsRepository];
const sessions = [EndFromIssuer, EndSession, IssuerEndings, ListSessions, OpenSession, PurgeIdentity, SessionClock, SessionEndings, SessionRefresh, SessionTokens, SessionUpkeep];
const signIn = [CompleteSignIn, ForgetMember, IdentityRegistrations, LinkIdentity, MemberStanding, PendingLogIns, StartSignIn];
const tokens = [CreatePersonalToken, ManagePersonalTokens, TokenUse];
const commands = [CreateToken, CreateUser];
const authenticator = [Authenticator, { provide: RequestAuthenticator, useExisting: Authenticator }];
const services = [...repositories, ...sessions, ...signIn, ...tokens, ...commands, ...authenticator];

/** Global: the guard of every route asks for RequestAuthenticator. */
@Global()
@Module({ imports: [UsersModule], providers: services, exports: services })
export class IdentityModule {}
