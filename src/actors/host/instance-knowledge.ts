import { isDeepStrictEqual } from 'node:util';
import { parseClientSettings } from '../../domain/campaign/client-settings.ts';
import type { ClientSettings } from '../../domain/campaign/client-settings.ts';
import type { Hold } from '../../domain/hold.ts';
import { createQuotaPeriods } from '../../rules/limits/quota.ts';
import type { QuotaPeriod } from '../../rules/limits/quota.ts';
import { createFairness } from '../dispatch/fairness.ts';
import type { RuntimeInput } from './runtime-input.ts';
import type { Dispatching } from '../turn/dispatching.ts';

/** Whether the settings of a client in use, or the emergency stops, are others than before. */
export type Refreshed = { settings: boolean; holds: boolean };

/** What all actors of an instance know beyond their campaign: it is kept in memory, and read again when it changes. */
export type InstanceKnowledge = Dispatching & {
  /** The settings of a client if they were read already. */
  knownSettings: (client: string) => ClientSettings | null;
  /** Reads what changed since the last time; with `whole` everything, whatever is known. */
  refresh: (input?: { whole: boolean }) => Promise<Refreshed>;
};

export function createInstanceKnowledge({
  store,
  shared,
  pacingMarginMs,
}: Pick<RuntimeInput, 'store' | 'shared' | 'pacingMarginMs'>): InstanceKnowledge {
  const settings = new Map<string, ClientSettings>();
  const periods = new Map<string, (at: number) => QuotaPeriod>();
  let holds: readonly Hold[] = [];
  /** The revision of what is known. */
  let known: number | null = null;

  const refresh = async (since: number | null): Promise<Refreshed> => {
    const found = await store.readNewSettings(since);
    // An answer that is older than another one that came first.
    if (!found || (known !== null && found.rev < known)) return { settings: false, holds: false };
    known = found.rev;
    const refreshed = { settings: false, holds: !isDeepStrictEqual(holds, found.holds) };
    holds = found.holds;
    for (const { client, settings: stored } of found.clients) {
      const fresh = parseClientSettings(stored);
      if (!settings.has(client) || isDeepStrictEqual(fresh, settings.get(client))) continue;
      settings.set(client, fresh);
      refreshed.settings = true;
    }
    return refreshed;
  };

  /** Reads the settings of a client that was not needed before. A change at the same time is read again. */
  const readSettings = async (client: string): Promise<ClientSettings> => {
    for (;;) {
      const rev = known;
      const fresh = parseClientSettings((await store.readClient(client))?.settings ?? {});
      if (known !== rev) continue;
      settings.set(client, fresh);
      return fresh;
    }
  };

  return {
    shared,
    pacingMarginMs,
    fairness: createFairness(),
    holds: () => holds,
    readHolds: () => refresh(null),
    knownSettings: (client) => settings.get(client) ?? null,
    refresh: (input) => refresh(input?.whole ? null : known),
    clientSettings: async (client) => settings.get(client) ?? readSettings(client),
    period({ client: { timezone }, at }) {
      let read = periods.get(timezone);
      if (!read) periods.set(timezone, (read = createQuotaPeriods({ timeZone: timezone })));
      return read(at);
    },
  };
}
