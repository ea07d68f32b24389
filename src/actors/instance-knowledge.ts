import { parseClientSettings } from '../domain/client-settings.ts';
import type { ClientSettings } from '../domain/client-settings.ts';
import type { Hold } from '../domain/hold.ts';
import { createQuotaPeriods } from '../rules/quota.ts';
import type { QuotaPeriod } from '../rules/quota.ts';
import { createFairness } from './fairness.ts';
import type { RuntimeInput } from './runtime.ts';
import type { Dispatching } from './turn.ts';

/** What all actors of an instance know beyond their campaign, read once and kept until somebody says it changed. */
export type InstanceKnowledge = Dispatching & {
  /** The settings of a client if they were read already. */
  knownSettings: (client: string) => ClientSettings | null;
  forgetSettings: () => void;
};

export function createInstanceKnowledge({
  store,
  shared,
  pacingMarginMs,
}: Pick<RuntimeInput, 'store' | 'shared' | 'pacingMarginMs'>): InstanceKnowledge {
  const settings = new Map<string, ClientSettings>();
  const periods = new Map<string, (at: number) => QuotaPeriod>();
  let holds: readonly Hold[] = [];
  return {
    shared,
    pacingMarginMs,
    fairness: createFairness(),
    holds: () => holds,
    async refreshHolds() {
      holds = await store.listHolds();
    },
    knownSettings: (client) => settings.get(client) ?? null,
    forgetSettings: () => settings.clear(),
    async clientSettings(client) {
      const known = settings.get(client);
      if (known) return known;
      const record = await store.readClient(client);
      const fresh = parseClientSettings(record?.settings ?? {});
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
