import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, estypes } from '@elastic/elasticsearch';
import type { IndexState } from '../../remote-search-engine.port.js';
import { DEFINITION, FORMAT, REFRESH_INTERVAL } from './index-definition.js';
import type { IndexNames } from './index-names.js';
import { QUICK } from './open-client.js';
import { asking } from './server-failure.js';

const ADMIN_TIMEOUT_MS = 30_000;
const PATIENT = { requestTimeout: ADMIN_TIMEOUT_MS };

/** Makes, swaps and removes indices behind the two aliases. */
export class IndexLifecycle {
  constructor(
    private readonly client: Client,
    private readonly names: IndexNames,
    private readonly now: () => Date,
  ) {}

  async state(): Promise<IndexState> {
    return asking(async () => {
      const found = await this.client.indices.get({ index: this.names.read, features: ['aliases', 'mappings'], ignore_unavailable: true, allow_no_indices: true }, QUICK);
      const indices = Object.values(found);
      if (indices.length !== 1 || indices[0]!.aliases?.[this.names.write] === undefined) return 'missing';
      return indices[0]!.mappings?._meta?.['format'] === FORMAT ? 'ready' : 'outdated';
    });
  }

  /** @param fast for loading in bulk: nothing is seen before `settle` */
  async create({ fast }: { fast: boolean }): Promise<string> {
    const index = this.names.fresh(this.now());
    const settings: estypes.IndicesIndexSettings = { ...DEFINITION.settings, refresh_interval: fast ? '-1' : REFRESH_INTERVAL };
    await asking(() => this.client.indices.create({ index, settings, mappings: DEFINITION.mappings }, PATIENT));
    return index;
  }

  /** After loading: makes everything seen. */
  async settle(index: string): Promise<void> {
    await asking(async () => {
      await this.client.indices.putSettings({ index, settings: { refresh_interval: REFRESH_INTERVAL } }, PATIENT);
      await this.client.indices.refresh({ index }, PATIENT);
    });
  }

  /** Both aliases move to this index in one step; those that had them are removed once the searches that still read them have ended. */
  async activate(index: string, { graceMs }: { graceMs: number }): Promise<void> {
    const old = (await this.all()).filter((name) => name !== index);
    const actions = [this.names.read, this.names.write].flatMap((alias): estypes.IndicesUpdateAliasesAction[] => [
      ...old.map((name) => ({ remove: { index: name, alias, must_exist: false } })),
      { add: { index, alias, ...(alias === this.names.write ? { is_write_index: true } : {}) } },
    ]);
    await asking(() => this.client.indices.updateAliases({ actions }, PATIENT));
    if (old.length > 0) await sleep(graceMs);
    for (const name of old) await this.remove(name);
  }

  /** Every index of this site. */
  async all(): Promise<string[]> {
    const found = await asking(() => this.client.indices.get({ index: this.names.pattern, features: ['aliases'], ignore_unavailable: true, allow_no_indices: true }, PATIENT));
    return Object.keys(found);
  }

  /** Those that no alias points to: what builds that did not end left behind. */
  async removeUnused(): Promise<void> {
    const found = await asking(() => this.client.indices.get({ index: this.names.pattern, features: ['aliases'], ignore_unavailable: true, allow_no_indices: true }, PATIENT));
    for (const [index, { aliases }] of Object.entries(found)) if (Object.keys(aliases ?? {}).length === 0) await this.remove(index);
  }

  async remove(index: string): Promise<void> {
    await asking(() => this.client.indices.delete({ index, ignore_unavailable: true }, PATIENT));
  }
}
