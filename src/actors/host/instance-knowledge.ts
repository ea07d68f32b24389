import { isDeepStrictEqual } from 'node:util';
import { parseClientSettings } from '../../domain/campaign/client-settings.ts';
import type { ClientSettings } from '../../domain/campaign/client-settings.ts';
import { everyClient } from '../../domain/contact/party.ts';
import type { EmergencyStop } from '../../domain/emergency-stop.ts';
import { createQuotaPeriods } from '../../rules/limits/quota.ts';
import type { QuotaPeriod } from '../../rules/limits/quota.ts';
import { createAttendanceReader } from '../sending/readers/attendance-reader.ts';
import { createRoster } from '../senders/roster.ts';
import { createClientRates } from '../cost/client-rates.ts';
import { createFairness } from '../dispatch/fairness.ts';
import { createSharedRead } from '../../platform/sharing/shared-reads.ts';
import type { RuntimeInput } from './runtime-input.ts';
import type { Dispatching } from '../turn/dispatching.ts';

/** Whether the settings of a client in use, or the emergency stops, have changed. */
export type Refreshed = { settings: boolean; stops: boolean };

/**
 * Facts beyond one campaign that all actors of an instance use. They are kept in memory, and read again when they
 * change.
 */
export type InstanceKnowledge = Dispatching & {
  /** The settings of a client, if they were already read. */
  knownSettings: (client: string) => ClientSettings | null;
  /**
   * Reads what changed since the last call; with `whole`, reads everything. Reads nothing if the revision `settingsRev` is
   * known already.
   */
  refresh: (input?: { whole: boolean; settingsRev: number }) => Promise<Refreshed>;
  /** Returns the revision of the stops and settings that are known; 0 before the first read. */
  revision: () => number;
  /** Returns whether an emergency stop that is known covers the client. */
  isStopped: (client: string) => boolean;
};

type KnowledgeInput = Pick<
  RuntimeInput,
  'store' | 'shared' | 'pacingMarginMs' | 'storeClock' | 'facts' | 'clocks'
>;

export function createInstanceKnowledge({
  store,
  shared,
  pacingMarginMs,
  storeClock,
  facts,
  clocks: { system },
}: KnowledgeInput): InstanceKnowledge {
  const settings = new Map<string, ClientSettings>();
  let stops: readonly EmergencyStop[] = [];
  const roster = createRoster({ store, shared, channels: facts, monotonic: system.monotonic });
  const rates = createClientRates({ store });
  /** The revision of the facts in memory. */
  let known: number | null = null;

  const refresh = async (since: number | null): Promise<Refreshed> => {
    const found = await store.readNewSettings(since);
    // A read may return after a later one; its result is older and is ignored.
    if (!found || (known !== null && found.rev < known)) return { settings: false, stops: false };
    const isNewer = found.rev > (known ?? 0);
    known = found.rev;
    const refreshed = { settings: false, stops: !isDeepStrictEqual(stops, found.stops) };
    stops = found.stops;
    rates.note(found);
    for (const { client, settings: stored } of found.clients) {
      const fresh = parseClientSettings(stored);
      if (!settings.has(client) || isDeepStrictEqual(fresh, settings.get(client))) continue;
      settings.set(client, fresh);
      refreshed.settings = true;
    }
    // A change of anything else is one of senders.
    if (isNewer && !refreshed.stops && found.clients.length === 0) refreshed.settings = true;
    return refreshed;
  };

  /**
   * Reads the settings of a client that is used for the first time. After a change at the same time it reads again.
   */
  const readSettings = async (client: string): Promise<ClientSettings> => {
    for (;;) {
      const rev = known;
      const fresh = parseClientSettings((await store.readClient(client))?.settings ?? {});
      if (known !== rev) continue;
      settings.set(client, fresh);
      return fresh;
    }
  };

  const clientSettings = async (client: string): Promise<ClientSettings> =>
    settings.get(client) ?? readSettings(client);

  return {
    shared,
    pacingMarginMs,
    readBreakers: createSharedRead(() => store.readBreakers(facts.breakers)),
    attendance: createAttendanceReader({ store, monotonic: system.monotonic }),
    isTimeKnown: () => storeClock?.isKnown() ?? true,
    fairness: createFairness(),
    stops: () => stops,
    revision: () => known ?? 0,
    isStopped: (client) => stops.some((stop) => stop.client === everyClient || stop.client === client),
    readStops: () => refresh(null),
    knownSettings: (client) => settings.get(client) ?? null,
    refresh: async (input) => {
      if (input && !input.whole && known !== null && input.settingsRev <= known)
        return { settings: false, stops: false };
      return refresh(input?.whole ? null : known);
    },
    clientSettings,
    senders: async ({ client, at }) =>
      roster.of({ client, settings: await clientSettings(client), at, rev: known ?? 0 }),
    ...roster.memory,
    rates: rates.of,
    period: createPeriods(),
  };
}

/** Creates the periods of quotas, which are kept per time zone. */
function createPeriods(): Dispatching['period'] {
  const periods = new Map<string, (at: number) => QuotaPeriod>();
  return ({ client: { timezone }, at }) => {
    let read = periods.get(timezone);
    if (!read) periods.set(timezone, (read = createQuotaPeriods({ timeZone: timezone })));
    return read(at);
  };
}
