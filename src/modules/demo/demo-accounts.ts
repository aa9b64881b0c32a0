import { randomInt } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { AppError, systemContext } from '#libs/kernel';
import { UnitOfWork } from '#libs/persistence';
import { ACCOUNT_EXISTS, AccountDirectory } from '#libs/sign-in';
import { CreateUser } from '#modules/identity';
import { MembersFacade } from '#modules/users';
import type { DemoPerson } from './demo-content.js';

export interface DemoAccount {
  handle: string;
  role: 'learner' | 'moderator' | 'admin';
  email: string;
  password: string;
}

const RANK = { learner: 0, moderator: 1, admin: 2 } as const;
const FILE = 'demo-accounts.json';
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

function group(): string {
  return Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

function newPassword(): string {
  return [group(), group(), group(), group()].join('-');
}

/** The accounts of the demo and where their passwords are kept: DATA_DIR/secrets/demo-accounts.json, mode 0600. */
@Injectable()
export class DemoAccounts {
  constructor(
    private readonly createUser: CreateUser,
    private readonly directory: AccountDirectory,
    private readonly members: MembersFacade,
    private readonly uow: UnitOfWork,
  ) {}

  /** What is kept in this data folder; null when there is nothing. */
  async kept(dataDir: string): Promise<DemoAccount[] | null> {
    const text = await readFile(join(dataDir, 'secrets', FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    return text === null ? null : (JSON.parse(text) as DemoAccount[]);
  }

  /** Makes up passwords and keeps them, before there is an account that would need them. */
  async keepNew(dataDir: string, people: readonly DemoPerson[]): Promise<DemoAccount[]> {
    const accounts = people.flatMap(({ handle, account }): DemoAccount[] =>
      account === undefined ? [] : [{ handle, role: account, email: `${handle}@example.org`, password: newPassword() }],
    );
    accounts.sort((a, b) => RANK[a.role] - RANK[b.role]);
    const folder = join(dataDir, 'secrets');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const unfinished = join(folder, `${FILE}.new`);
    await writeFile(unfinished, `${JSON.stringify(accounts, null, 2)}\n`, { mode: 0o600 });
    await chmod(unfinished, 0o600);
    await rename(unfinished, join(folder, FILE));
    return accounts;
  }

  /** Makes the account and its member unless an earlier attempt did. @returns the member's id */
  async ensure(account: DemoAccount, displayName: string): Promise<string> {
    const member = await this.members.findByHandle(account.handle);
    if (member) return member.id;
    const wish = { handle: account.handle, email: account.email, displayName, role: account.role, password: account.password };
    try {
      return (await this.createUser.execute(wish)).memberId;
    } catch (error) {
      // An account that others manage may be anybody's.
      if (!(error instanceof AppError) || error.code !== ACCOUNT_EXISTS.code || this.directory.capabilities.isManagedElsewhere) throw error;
      // The process ended between the account and its member: nobody can have used it yet.
      await this.forgetHalfMade(account.email);
      return (await this.createUser.execute(wish)).memberId;
    }
  }

  private async forgetHalfMade(email: string): Promise<void> {
    const account = await this.directory.find({ email });
    if (account) await this.uow.run(systemContext('demo'), (tx) => this.directory.delete(tx, account.sub));
  }
}
