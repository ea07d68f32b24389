import { openMongoStore } from '../../../src/persistence/mongodb/mongodb-store.ts';
import type { CampaignRecord } from '../../../src/domain/campaign/campaign.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { sleep } from '../../../src/platform/clock.ts';
import { createSystemClock } from '../../../src/platform/system-clock.ts';
import type { JournalEntry } from '../../../src/simulator/index.ts';
import { checkBooks } from '../../crash/books.ts';
import { broken } from '../../simulation/oracle/broken.ts';
import type { ChaosCampaign } from '../clients/campaigns.ts';
import type { Command } from '../clients/command-log.ts';
import type { Freeze } from '../installation/instance.ts';
import type { InstallationLimits } from '../installation/installation.ts';
import type { Written } from '../network/written-attempts.ts';
import { checkBetweenCampaigns, checkSilences, readChaosCalls } from './calls.ts';
import { checkCommands } from './commands.ts';
import { checkConcurrency, checkStarts } from './limits.ts';
import { silencesOf } from './silences.ts';

/** What happened, as the carrier, the clients and the network saw it. */
export type Evidence = {
  entries: readonly JournalEntry[];
  commands: readonly Command[];
  written: Written;
  freezes: readonly Freeze[];
  campaigns: readonly ChaosCampaign[];
  /** The limits of the installation at an instant. */
  limits: (at: number) => InstallationLimits;
  /** The maximum time that an attempt may have waited for a service that made no progress. */
  downMs: number;
  /** The end of the faults, after which the limits are larger. */
  exactUntil: number;
};

export type Verdict = {
  calls: number;
  contacts: number;
  /** Calls during a pause or a stop whose process was frozen between its check and its write. */
  excused: number;
  mostPerSecond: number;
};

/** Judges an ended run by the journal of the carrier and the store. Rejects with the broken promise. */
export async function judge({ store, ...evidence }: Evidence & { store: Store }): Promise<Verdict> {
  const { entries, commands, written, freezes, campaigns, limits, downMs, exactUntil } = evidence;
  const records = await readRecords(store, campaigns);
  const attempts = await checkBooks({ store, campaigns: records.map(({ id }) => id), entries, downMs });
  const byId = new Map(records.map((record) => [record.id, record]));
  const campaignAt = new Map(attempts.map(({ id, campaign }) => [id, byId.get(campaign)]));
  const calls = readChaosCalls({ entries, campaignOf: (attempt) => campaignAt.get(attempt), written });
  const excused = checkSilences({ calls, silences: silencesOf(commands), freezes });
  checkBetweenCampaigns(calls);
  checkConcurrency({ calls, limits, campaigns, commands });
  for (const record of records) await checkCommands({ store, record, commands });
  return {
    calls: calls.length,
    contacts: records.reduce((sum, { counters }) => sum + counters.total, 0),
    excused,
    mostPerSecond: checkStarts({ calls, limit: limits(0).perSecond, until: exactUntil }),
  };
}

/** Reads the campaigns of a run. Rejects if one is gone. */
export async function readRecords(
  store: Store,
  campaigns: readonly Pick<ChaosCampaign, 'name' | 'client'>[],
): Promise<readonly CampaignRecord[]> {
  const records: CampaignRecord[] = [];
  for (const { name, client } of campaigns) {
    const record = await store.findCampaign({ client, name });
    records.push(record ?? broken(`2 nobody lost: campaign ${name} is gone`));
  }
  return records;
}

/** Opens the store past all links, as an observer. */
export function openObserver(uri: string): Promise<Store> {
  const system = createSystemClock();
  return openMongoStore({
    uri,
    instance: 'chaos-observer',
    now: system.monotonic,
    pause: (ms) => sleep({ clock: system, ms }),
    random: () => 0.5,
  });
}
