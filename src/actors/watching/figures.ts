import type { Channels } from '../../domain/campaign/channel-facts.ts';
import { dueClasses } from '../../domain/contact/enrollment.ts';
import type { ReasonCode } from '../../domain/reason-code.ts';
import type { Clock } from '../../platform/clock.ts';
import { tallyBucketMs } from '../../persistence/contract/store.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { heldBy } from '../sending/limits.ts';
import type { Lease } from '../sending/permits.ts';
import { dueInstant, stateOf } from '../turn/campaign-memory.ts';
import type { CampaignMemory } from '../turn/campaign-memory.ts';
import { campaignFigures } from './campaign-figures.ts';
import type { CampaignFigures } from './campaign-figures.ts';
import type { ActorRegistry } from '../host/actor-registry.ts';

/** What this instance runs now, from its memory. Campaigns that it is still reading are counted, and nothing of them. */
export type RuntimeFigures = {
  campaigns: number;
  /** The attempts that have not ended, and those of them whose fate is not known. */
  attempts: { open: number; unknown: number };
  /** The number of events that wait for a turn. */
  queued: number;
  /** The number of slots that the open attempts hold, by kind of limit: `account`, `client`, `campaign` and so on. */
  slots: ReadonlyMap<string, number>;
  /** The number of running campaigns that start nothing, by reason. */
  waiting: ReadonlyMap<ReasonCode, number>;
  /** Whether the lease of this instance is valid. Without it nothing is sent. */
  holdsLease: boolean;
  /** Whether the time of the store is known. Without it nothing starts. */
  knowsTime: boolean;
};

export type FiguresReader = {
  figures: () => RuntimeFigures;
  /** Returns the campaigns that are run here, except those that are being read. */
  campaigns: (input: { heldUpForMs: number }) => readonly CampaignFigures[];
  /**
   * Returns for how many milliseconds of business time the contact that is due for the longest time has been due in an
   * open window. New contacts of a list have no due time and do not count. Reads the store for the campaigns with due
   * contacts, up to 100 of them.
   */
  readLag: () => Promise<number>;
};

const maxLagReads = 100;

export function createFiguresReader({
  registry,
  lease,
  isTimeKnown,
  channels,
  store,
  business,
}: {
  registry: Pick<ActorRegistry, 'all' | 'size'>;
  lease: Lease;
  isTimeKnown: () => boolean;
  channels: Pick<Channels, 'limitsOf'>;
  store: Pick<Store, 'readDueHeads'>;
  business: Clock;
}): FiguresReader {
  const memories = (): CampaignMemory[] => registry.all().flatMap((actor) => actor.memory() ?? []);
  return {
    figures() {
      const attempts = { open: 0, unknown: 0 };
      const slots = new Map<string, number>();
      const waiting = new Map<ReasonCode, number>();
      for (const memory of memories()) {
        attempts.open += memory.open.size;
        for (const { attempt } of memory.open.values())
          if (attempt.state === 'unknown') attempts.unknown += 1;
        for (const { scope, count } of heldBy({ ...memory, channels })) add(slots, classOf(scope), count);
        const reason = waitingReason(memory);
        if (reason) add(waiting, reason, 1);
      }
      return {
        campaigns: registry.size(),
        attempts,
        queued: registry.all().reduce((sum, actor) => sum + actor.queued(), 0),
        slots,
        waiting,
        holdsLease: lease.holds(),
        knowsTime: isTimeKnown(),
      };
    },
    campaigns({ heldUpForMs }) {
      const now = business.now();
      return memories().map((memory) => campaignFigures(memory, { now, heldUpForMs }));
    },
    async readLag() {
      const now = business.now();
      const late = memories()
        .filter((memory) => hasTimedDue(memory, now))
        .slice(0, maxLagReads);
      const lags = await Promise.all(late.map((memory) => readLagOf({ memory, store, now })));
      return Math.max(0, ...lags);
    },
  };
}

function add<Key>(counts: Map<Key, number>, key: Key, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

/** The kind of limit that a stored key belongs to, without the client, campaign or number in it. */
function classOf(scope: string): string {
  return scope.split(':', 1)[0] ?? scope;
}

function waitingReason({ position }: CampaignMemory): ReasonCode | null {
  return stateOf(position).doing === 'waiting' ? (position.context.waiting?.reason ?? null) : null;
}

/** Whether contacts with a due time may be due in an open window, as far as the tallies show. */
function hasTimedDue({ position, tallies, windowOf, record }: CampaignMemory, now: number): boolean {
  if (stateOf(position).state !== 'running' || record.rest !== null) return false;
  return [...tallies.values()].some(
    ({ dueClass, bucket, calendar, contacts }) =>
      contacts > 0 &&
      dueClass !== dueClasses.new &&
      dueInstant(position.context, { dueClass, dueAt: bucket * tallyBucketMs }) <= now &&
      windowOf(calendar).isOpen(now),
  );
}

async function readLagOf({
  memory: { record, position, windowOf },
  store,
  now,
}: {
  memory: CampaignMemory;
  store: Pick<Store, 'readDueHeads'>;
  now: number;
}): Promise<number> {
  const heads = await store.readDueHeads(record.id);
  const lags = heads.flatMap(({ calendar, dueClass, dueAt }) => {
    const window = windowOf(calendar);
    if (dueClass === dueClasses.new || !window.isOpen(now)) return [];
    const opensAt = window.nextOpening(dueInstant(position.context, { dueClass, dueAt }));
    return opensAt === null ? [] : [now - opensAt];
  });
  return Math.max(0, ...lags);
}
