import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError, Clock, type Role, systemContext } from '#libs/kernel';
import { UnitOfWork } from '#libs/persistence';
import { AccountDirectory, SignIn } from '#libs/sign-in';
import { isHandle, MembersFacade } from '#modules/users';
import { HANDLE_REFUSED } from '../identity.errors.js';
import { IdentitiesRepository } from '../sign-in/identities.repository.js';

export interface NewUser {
  handle: string;
  email: string;
  displayName?: string;
  role: Role;
  /** Without one, one is made up and told. */
  password?: string;
}

export interface CreatedUser {
  memberId: string;
  handle: string;
  /** Present when it was made up. */
  password?: string;
}

const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

function group(): string {
  return Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** Some 80 bits in four groups that can be read out. */
export function madeUpPassword(): string {
  return Array.from({ length: 4 }, group).join('-');
}

/** `cairn user create`: an account that can log in at once, and its member. */
@Injectable()
export class CreateUser {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly accounts: AccountDirectory,
    private readonly identities: IdentitiesRepository,
    private readonly members: MembersFacade,
    private readonly signIn: SignIn,
    private readonly clock: Clock,
  ) {}

  /** @throws IDENTITY.HANDLE_REFUSED, USERS.HANDLE_TAKEN, AUTH.ACCOUNT_EXISTS, AUTH.PASSWORD_REFUSED, AUTH.ACCOUNTS_ELSEWHERE */
  async execute(user: NewUser): Promise<CreatedUser> {
    const { handle, email, role, displayName = handle } = user;
    if (!isHandle(handle)) throw new AppError(HANDLE_REFUSED);
    if (await this.members.findByHandle(handle)) throw new AppError(HANDLE_REFUSED, { detail: 'This handle is taken' });
    const madeUp = user.password === undefined ? madeUpPassword() : undefined;
    const password = user.password ?? madeUp!;
    const sub = await this.accounts.createAccount({ email, password, emailVerified: true, handle, displayName, role });
    const memberId = await this.link({ sub, handle, displayName, role, email }).catch((error: unknown) => this.undo(sub, error));
    return { memberId, handle, password: madeUp };
  }

  private link(user: { sub: string; handle: string; displayName: string; role: Role; email: string }): Promise<string> {
    const { sub, handle, displayName, role, email } = user;
    return this.uow.run(systemContext('cli'), async (tx) => {
      const memberId = await this.members.create(tx, { handle, displayName, role });
      const { issuerKey } = this.signIn;
      const now = this.clock.now();
      await this.identities.insert(tx, { issuerKey, sub, memberId, email: email.toLowerCase(), emailVerified: true, displayName, claimsAt: now, now });
      return memberId;
    });
  }

  /** The account may live in another system, outside our transaction. */
  private async undo(sub: string, error: unknown): Promise<never> {
    await this.uow.run(systemContext('cli'), (tx) => this.accounts.delete(tx, sub));
    throw error;
  }
}
