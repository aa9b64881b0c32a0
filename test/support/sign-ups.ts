import pg from 'pg';
import type { EnginesReader } from './engines-reader.js';
import { newPerson, register, type SignedIn } from './sign-in.js';

/** What is wrong with people who have got a session; all zero is sound. */
export interface SignUpFindings {
  /** Keycloak has no account of theirs. */
  lostAccounts: number;
  /** Their browser is asked for the password again. */
  lostSignIns: number;
  /** Cairn does not know their session. */
  lostSessions: number;
  /** There is not exactly one member of that person. */
  wrongMembers: number;
}

export const ALL_IN: SignUpFindings = { lostAccounts: 0, lostSignIns: 0, lostSessions: 0, wrongMembers: 0 };

/** A handle that is taken gets a number behind it. */
const WRONG_MEMBERS = `select count(*)::int as n from unnest($1::text[]) as made(handle)
  where (select count(*) from users.members m where starts_with(m.handle, made.handle)) <> 1`;

/** People who register one after the other until `stop`. Only who has a session counts. */
export class SignUps {
  readonly people: SignedIn[] = [];
  private going = true;
  private readonly done: Promise<unknown>;

  constructor(
    private readonly site: string,
    clients: number,
  ) {
    this.done = Promise.all(Array.from({ length: clients }, () => this.run()));
  }

  /** Resolves as soon as so many are in. @throws when they are not within a minute */
  async until(count: number): Promise<void> {
    const deadline = Date.now() + 60_000;
    while (this.people.length < count) {
      if (Date.now() > deadline) throw new Error(`only ${this.people.length} of ${count} people could sign up`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  async stop(): Promise<void> {
    this.going = false;
    await this.done;
  }

  private async run(): Promise<void> {
    while (this.going) {
      const person = await register(this.site, newPerson('newcomer')).catch(() => null);
      if (person) this.people.push(person);
      else await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

export async function auditSignUps(databaseUrl: string, reader: EnginesReader, people: readonly SignedIn[]): Promise<SignUpFindings> {
  const findings = { ...ALL_IN };
  for (const { site, person, browser, cookie } of people) {
    const account = await reader.account(person.handle);
    if (account?.email !== person.email) findings.lostAccounts += 1;
    const known = await fetch(`${site}/api/users/me`, { headers: { cookie } });
    if (known.status !== 200) findings.lostSessions += 1;
    // Whom Keycloak remembers comes back without its form.
    const again = await browser.visit(`${site}/auth/login`);
    if (new URL(again.url).origin !== new URL(site).origin) findings.lostSignIns += 1;
  }
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ n: number }>(WRONG_MEMBERS, [people.map(({ person }) => person.handle)]);
    return { ...findings, wrongMembers: rows[0]!.n };
  } finally {
    await client.end();
  }
}
