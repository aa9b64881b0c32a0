import { AppError } from '#libs/kernel';
import type { Tx } from '#libs/persistence';
import { type Account, AccountDirectory, type NewAccount } from '../../account-directory.port.js';
import { checkPassword, passwordAdvice } from '../../password-policy.js';
import { ACCOUNT_EXISTS, ACCOUNT_UNKNOWN, PASSWORD_REFUSED } from '../../sign-in.errors.js';
import type { AdminAnswer, KeycloakAdmin } from './keycloak-admin.js';

interface User {
  id: string;
  email?: string;
  emailVerified?: boolean;
  createdTimestamp?: number;
}

function present({ id, email = '', emailVerified = false, createdTimestamp = 0 }: User): Account {
  return { sub: id, email: email.toLowerCase(), emailVerified, createdAt: new Date(createdTimestamp) };
}

function messageOf({ body }: AdminAnswer): string {
  const { errorMessage, error_description: description, error } = (body ?? {}) as Record<string, string | undefined>;
  return errorMessage ?? description ?? error ?? '';
}

/** Keycloak has two fields for a name and shows them with a blank between. */
function splitName(name: string): { firstName: string; lastName: string } {
  const at = name.lastIndexOf(' ');
  return at < 1 ? { firstName: name, lastName: '' } : { firstName: name.slice(0, at), lastName: name.slice(at + 1) };
}

function assertPassword(password: string, names: readonly string[]): void {
  const problem = checkPassword(password, names);
  if (problem) throw new AppError(PASSWORD_REFUSED, { detail: passwordAdvice(problem) });
}

const pathOf = (sub: string): string => `/users/${encodeURIComponent(sub)}`;

/** The accounts of a Keycloak realm. Our rules for passwords hold besides the realm's. */
export class KeycloakAccountDirectory extends AccountDirectory {
  readonly capabilities = { isManagedElsewhere: true };

  constructor(private readonly admin: KeycloakAdmin) {
    super();
  }

  async createAccount({ email, password, emailVerified, handle, displayName = handle, role }: NewAccount): Promise<string> {
    assertPassword(password, [email, handle ?? '']);
    const name = displayName === undefined ? {} : splitName(displayName);
    const credentials = [{ type: 'password', value: password, temporary: false }];
    const answer = await this.admin.ask('POST', '/users', { username: handle ?? email, email, emailVerified, enabled: true, credentials, ...name });
    if (answer.status === 409) throw new AppError(ACCOUNT_EXISTS);
    const sub = answer.location?.split('/').at(-1);
    if (answer.status !== 201 || !sub) throw this.refused(answer);
    if (role !== undefined && role !== 'learner') await this.giveRole(sub, role);
    return sub;
  }

  async setPassword(sub: string, password: string): Promise<void> {
    const account = await this.find({ sub });
    if (!account) throw new AppError(ACCOUNT_UNKNOWN);
    assertPassword(password, [account.email]);
    const answer = await this.admin.ask('PUT', `${pathOf(sub)}/reset-password`, { type: 'password', value: password, temporary: false });
    if (answer.status === 404) throw new AppError(ACCOUNT_UNKNOWN);
    if (answer.status >= 400) throw this.refused(answer);
    await this.admin.ask('POST', `${pathOf(sub)}/logout`);
  }

  async find(by: { email: string } | { sub: string }): Promise<Account | null> {
    if ('sub' in by) {
      const { status, body } = await this.admin.ask('GET', pathOf(by.sub));
      return status === 200 ? present(body as User) : null;
    }
    const query = new URLSearchParams({ email: by.email.toLowerCase(), exact: 'true' });
    const { body } = await this.admin.ask('GET', `/users?${query}`);
    const [user] = body as User[];
    return user ? present(user) : null;
  }

  async delete(_tx: Tx, sub: string): Promise<void> {
    const answer = await this.admin.ask('DELETE', pathOf(sub));
    if (answer.status >= 400 && answer.status !== 404) throw this.refused(answer);
  }

  /** The role's id comes from those that may be given: reading the realm's roles would take one more right. */
  private async giveRole(sub: string, name: string): Promise<void> {
    const { body } = await this.admin.ask('GET', `${pathOf(sub)}/role-mappings/realm/available`);
    const role = (body as { id: string; name: string }[]).find((candidate) => candidate.name === name);
    if (!role) throw new Error(`the realm ${this.admin.realm} has no role ${name}: docker/keycloak/realm-cairn.json has it`);
    await this.admin.ask('POST', `${pathOf(sub)}/role-mappings/realm`, [role]);
  }

  private refused(answer: AdminAnswer): Error {
    const message = messageOf(answer);
    if (/password/i.test(message)) return new AppError(PASSWORD_REFUSED, { detail: message });
    return new Error(`Keycloak answered ${answer.status}: ${message}`);
  }
}
