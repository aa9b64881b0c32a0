import { Inject, Injectable } from '@nestjs/common';
import type { ConfigOf } from '#libs/config';
import { Reindex } from '#modules/search';
import { people } from './content/people.js';
import { type DemoAccount, DemoAccounts } from './demo-accounts.js';
import { demoConfig } from './demo.config.js';
import { DemoLoader } from './demo-loader.js';
import { DemoLoads } from './demo-loads.repository.js';

/** A small community that an empty site starts with, so that there is something to read and somebody to be. */
@Injectable()
export class DemoCommunity {
  constructor(
    @Inject(demoConfig.token) private readonly config: ConfigOf<typeof demoConfig>,
    private readonly loads: DemoLoads,
    private readonly accounts: DemoAccounts,
    private readonly loader: DemoLoader,
    private readonly search: Reindex,
  ) {}

  /**
   * Loads the community into an empty site, once; afterwards only tells the accounts it made. A process that was killed on the way
   * finishes at the next call. Does nothing with CAIRN_DEMO=false or on a site that has members of its own.
   * @param dataDir DATA_DIR, where the passwords are kept
   * @returns the accounts with their passwords, as long as the file with them is there; `isNew` when they were made by this call
   */
  async ensure(dataDir: string): Promise<{ accounts: DemoAccount[]; isNew: boolean }> {
    if (!this.config.CAIRN_DEMO) return { accounts: [], isNew: false };
    const kept = await this.accounts.kept(dataDir);
    const { isLoaded, isEmpty } = await this.loads.state();
    if (isLoaded || (!isEmpty && kept === null)) return { accounts: isLoaded ? (kept ?? []) : [], isNew: false };
    const accounts = kept ?? (await this.accounts.keepNew(dataDir, people));
    const ids = new Map<string, string>();
    for (const account of accounts) {
      const { displayName } = people.find((person) => person.handle === account.handle)!;
      ids.set(account.handle, await this.accounts.ensure(account, displayName));
    }
    const isNew = await this.loader.load(ids);
    if (isNew) await this.search.reindex();
    return { accounts, isNew };
  }
}
