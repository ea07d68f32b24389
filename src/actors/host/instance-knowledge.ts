import { isDeepStrictEqual } from 'node:util';
import { parseClientSettings } from '../../domain/campaign/client-settings.ts';
import type { ClientSettings } from '../../domain/campaign/client-settings.ts';
import type { Hold } from '../../domain/hold.ts';
import { createQuotaPeriods } from '../../rules/limits/quota.ts';
import type { QuotaPeriod } from '../../rules/limits/quota.ts';
import { createFairness } from '../dispatch/fairness.ts';
import type { RuntimeInput } from './runtime-input.ts';
import type { Dispatching } from '../turn/dispatching.ts';

/** What all actors of an instance know beyond their campaign, read once and kept until somebody says it changed. */
export type InstanceKnowledge = Dispatching & {
  /** The settings of a client if they were read already. */
  knownSettings: (client: string) => ClientSettings | null;
  /** Reads the settings in use again; whether any are others than before. */
  refreshSettings: () => Promise<boolean>;
};

export function createInstanceKnowledge({
  store,
  shared,
  pacingMarginMs,
}: Pick<RuntimeInput, 'store' | 'shared' | 'pacingMarginMs'>): InstanceKnowledge {
  const settings = new Map<string, ClientSettings>();
  const periods = new Map<string, (at: number) => QuotaPeriod>();
  let holds: readonly Hold[] = [];
  const readSettings = async (client: string): Promise<ClientSettings> =>
    parseClientSettings((await store.readClient(client))?.settings ?? {});
  return {
    shared,
    pacingMarginMs,
    fairness: createFairness(),
    holds: () => holds,
    async refreshHolds() {
      const before = JSON.stringify(holds);
      holds = await store.listHolds();
      return JSON.stringify(holds) !== before;
    },
    knownSettings: (client) => settings.get(client) ?? null,
    async refreshSettings() {
      let isChanged = false;
      for (const [client, known] of settings) {
        const fresh = await readSettings(client);
        if (isDeepStrictEqual(fresh, known)) continue;
        settings.set(client, fresh);
        isChanged = true;
      }
      return isChanged;
    },
    async clientSettings(client) {
      const known = settings.get(client);
      if (known) return known;
      const fresh = await readSettings(client);
      settings.set(client, fresh);
      return fresh;
    },
    period({ client: { timezone }, at }) {
      let read = periods.get(timezone);
      if (!read) periods.set(timezone, (read = createQuotaPeriods({ timeZone: timezone })));
      return read(at);
    },
  };
}
