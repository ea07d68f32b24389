import type { Logger } from 'pino';
import type { Runtime, RuntimeInput } from '../../actors/index.ts';
import { retentionPeriods } from '../../domain/campaign/retention-periods.ts';
import type { RetainedCampaign, RetainedKind } from '../../persistence/contract/campaigns/retention.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { Clocks } from '../../platform/clock.ts';
import { createRepeat } from '../../platform/repeat.ts';
import type { Repeat } from '../../platform/repeat.ts';
import { isFirstInstance } from '../first-instance.ts';
import { expireContacts, expireSingleCalls } from './expire-contacts.ts';
import { expireEvents } from './expire-events.ts';
import { expireKeys } from './expire-keys.ts';
import type { Removed, SweepParts } from './sweep-parts.ts';

/** The pause before the first sweep of an instance, and between two. */
const firstAfterMs = 60_000;
const everyMs = 3_600_000;
const campaignsAtOnce = 100;

const removers = { contacts: expireContacts, events: expireEvents } as const;

class Stopped extends Error {}

export type RetentionSweepInput = {
  instance: string;
  runtime: Pick<Runtime, 'isAlive'>;
  store: Store;
  engine: SweepParts['engine'];
  clocks: Clocks;
  breathe: () => Promise<void>;
  onCommitted: RuntimeInput['onCommitted'];
  /** Called after each sweep of this instance. */
  onSwept: (removed: Removed) => void;
  log: Logger;
};

/**
 * Removes what the retention periods of clients have ended for: once an hour, on the first living instance, in small commits.
 * Two instances that sweep at once, and a sweep after a crash, remove nothing else: each commit names what it was decided on,
 * or can be repeated.
 */
export function createRetentionSweep(input: RetentionSweepInput): Repeat & { round: () => Promise<void> } {
  const { store, engine, clocks, onCommitted, log } = input;
  let hasSwept = false;
  let isStopped = false;

  const breathe = async (): Promise<void> => {
    await input.breathe();
    if (isStopped) throw new Stopped();
  };

  const round = async (): Promise<void> => {
    hasSwept = true;
    if (!(await isFirstInstance(input))) return;
    const beganAt = clocks.system.monotonic();
    const removed: Removed = { contacts: 0, events: 0, keys: 0 };
    const now = Math.floor(clocks.business.now());
    const parts: SweepParts = { store, engine, now, breathe, onCommitted, log, removed };
    const records = await store.listClients();
    const periods = new Map(records.map(({ client, settings }) => [client, retentionPeriods(settings)]));
    for (const [client, { contacts, events }] of periods) {
      if (contacts !== null) {
        await removeAll(parts, { client, kind: 'contacts', before: now - contacts });
        await removeSingleCalls(parts, { client, before: now - contacts });
      }
      if (events !== null) await removeAll(parts, { client, kind: 'events', before: now - events });
    }
    await expireKeys(parts, { periods, now: Math.floor(clocks.store.now()) });
    const ms = Math.round(clocks.system.monotonic() - beganAt);
    const isAny = Object.values(removed).some((count) => count > 0);
    log[isAny ? 'info' : 'debug']({ ...removed, ms }, 'data whose retention period is over was removed');
    input.onSwept(removed);
  };

  const repeat = createRepeat({
    clock: clocks.system,
    everyMs: () => (hasSwept ? everyMs : firstAfterMs),
    run: round,
    onError(error) {
      if (error instanceof Stopped) return;
      log.error({ err: error }, 'a retention sweep failed; the next one continues');
    },
  });
  return {
    ...repeat,
    round,
    async stop() {
      isStopped = true;
      await repeat.stop();
    },
  };
}

async function removeSingleCalls(
  parts: SweepParts,
  input: { client: string; before: number },
): Promise<void> {
  await expireSingleCalls(parts, input).catch((error: unknown) => {
    if (error instanceof Stopped) throw error;
    const { client } = input;
    parts.log.error({ err: error, client }, 'single calls were left out of a retention sweep');
  });
}

/** Removes one kind of data of all campaigns of a client whose period began before an instant. */
async function removeAll(
  parts: SweepParts,
  { client, kind, before }: { client: string; kind: RetainedKind; before: number },
): Promise<void> {
  let after: RetainedCampaign | null = null;
  do {
    const page: readonly RetainedCampaign[] = await parts.store.listRetained({
      client,
      kind,
      before,
      after,
      limit: campaignsAtOnce,
    });
    for (const { campaign } of page) {
      await removers[kind](parts, campaign).catch((error: unknown) => {
        if (error instanceof Stopped) throw error;
        parts.log.error({ err: error, campaign, kind }, 'a campaign was left out of a retention sweep');
      });
      await parts.breathe();
    }
    after = page.length < campaignsAtOnce ? null : (page.at(-1) ?? null);
  } while (after !== null);
}
