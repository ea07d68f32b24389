import type { Channels } from '../../domain/campaign/channel-facts.ts';
import { senderCaps } from '../../domain/campaign/limit-scope.ts';
import type { SenderLimitsOf, SharedLimits } from '../../domain/campaign/limit-scope.ts';
import type { Step } from '../../domain/campaign/step.ts';
import type { Sender } from '../../domain/sender/sender.ts';
import type { SenderChoice } from '../../domain/sender/sender-choice.ts';
import type { LimitReading } from '../../persistence/contract/attempts/limits.ts';
import { senderScope } from '../../rules/limits/sender-scope.ts';
import { mayUse } from '../../rules/senders/choose.ts';
import type { SenderLane } from '../../rules/senders/choose.ts';

/** A sender of a step. `scope` is the key of its limit, and `readAt` the system time of the last read of its use. */
export type StepLane = SenderLane & { scope: string; readAt: number };

/** The senders that a step may use. */
export type StepSenders = { choice: SenderChoice; lanes: readonly StepLane[] };

/** The senders of one client, with their use as this instance knows it. */
export type ClientSenders = {
  /** The registered senders, by address. */
  all: readonly Sender[];
  isRegistered: (address: string) => boolean;
  limitsOf: SenderLimitsOf;
  /** Whether a sender may send at an instant. One that is not registered may. */
  maySend: (address: string, at: number) => boolean;
  /** The senders of a step; null for a step without senders. */
  ofStep: (step: Step) => StepSenders | null;
  /** Reads the use of these senders, as far as it was not read within the last second. */
  readUse: (lanes: readonly StepLane[]) => Promise<void>;
  /** Records that an attempt is about to use a sender. Returns what takes this back, the last use first. */
  noteUse: (lane: StepLane, input: { at: number; day: string }) => () => void;
  /** Records that the provider has blocked a sender. It is not chosen until the senders are read again. */
  noteBlocked: (address: string) => void;
  hasBlocked: () => boolean;
};

/** How long the use of a sender is taken as known. The store decides; this number only makes the choice. */
const knownMs = 1_000;

export function createClientSenders({
  client,
  all,
  shared,
  channels,
  store,
  monotonic,
}: {
  client: string;
  all: readonly Sender[];
  shared: SharedLimits;
  channels: Pick<Channels, 'limitsOf' | 'placesOf' | 'sendersOf'>;
  store: { readLimits: (scopes: readonly string[]) => Promise<readonly LimitReading[]> };
  monotonic: () => number;
}): ClientSenders {
  const registered = new Map(all.map((sender) => [sender.address, sender]));
  const byStep = new WeakMap<Step, StepSenders>();
  const blocked = new Set<string>();
  let lastUse = 0;
  const limitsOf: SenderLimitsOf = (address) => registered.get(address)?.limits ?? null;

  const { lanes, laneOf } = createLanes({
    client,
    registered,
    shared,
    channels,
    isBlocked: (address) => blocked.has(address),
  });

  const stepSenders = (step: Step): StepSenders | null => {
    const choice = channels.sendersOf(step);
    if (!choice) return null;
    const { pool, addresses } = choice;
    const inPool = ({ tags }: Sender): boolean => pool !== null && tags.includes(pool);
    const chosen = addresses ?? all.filter(inPool).map(({ address }) => address);
    return { choice, lanes: chosen.map((address) => laneOf(step.channel, address)) };
  };

  return {
    all,
    isRegistered: (address) => registered.has(address),
    limitsOf,
    maySend(address, at) {
      const sender = registered.get(address);
      return sender === undefined || mayUse({ sender, isBlocked: blocked.has(address) }, at);
    },
    ofStep(step) {
      const known = byStep.get(step) ?? stepSenders(step);
      if (known) byStep.set(step, known);
      return known;
    },
    async readUse(asked) {
      lastUse = Math.max(lastUse, await readUse({ store, lanes: asked, now: monotonic() }));
    },
    noteUse(lane, { at, day }) {
      if (lane.day < day) Object.assign(lane, { day, dayUsed: 0 });
      const { usedAt } = lane;
      // Each use is later than the one before, also within one millisecond.
      lastUse = Math.max(at, lastUse + 0.001);
      Object.assign(lane, { held: lane.held + 1, dayUsed: lane.dayUsed + 1, usedAt: lastUse });
      return () => void Object.assign(lane, { held: lane.held - 1, dayUsed: lane.dayUsed - 1, usedAt });
    },
    noteBlocked(address) {
      blocked.add(address);
      for (const lane of lanes.values()) if (lane.address === address) lane.isBlocked = true;
    },
    hasBlocked: () => blocked.size > 0,
  };
}

/** Reads the use of the lanes that were not read lately. Returns the last use. */
async function readUse({
  store,
  lanes,
  now,
}: {
  store: { readLimits: (scopes: readonly string[]) => Promise<readonly LimitReading[]> };
  lanes: readonly StepLane[];
  now: number;
}): Promise<number> {
  const old = new Map(
    lanes.filter(({ readAt }) => now - readAt >= knownMs).map((lane) => [lane.scope, lane]),
  );
  let lastUse = 0;
  if (old.size === 0) return lastUse;
  for (const { scope, held, nextFreeAt, day, dayUsed } of await store.readLimits([...old.keys()])) {
    const lane = old.get(scope);
    const usedAt = Math.max(lane?.usedAt ?? 0, nextFreeAt);
    if (lane) Object.assign(lane, { held, day, dayUsed, usedAt, readAt: now });
    lastUse = Math.max(lastUse, nextFreeAt);
  }
  return lastUse;
}

/** Creates the lanes of senders when they are first asked for, by the scopes of their limits. */
function createLanes({
  client,
  registered,
  shared,
  channels,
  isBlocked,
}: {
  client: string;
  registered: ReadonlyMap<string, Sender>;
  shared: SharedLimits;
  channels: Pick<Channels, 'limitsOf' | 'placesOf'>;
  isBlocked: (address: string) => boolean;
}) {
  const lanes = new Map<string, StepLane>();
  const laneOf = (channel: string, address: string): StepLane => {
    const scope = senderScope({ channels, client, channel, address }) ?? address;
    const known = lanes.get(scope);
    if (known) return known;
    const { concurrent, perDay } = senderCaps(shared.caller, registered.get(address)?.limits ?? null);
    const sender = registered.get(address) ?? null;
    const places = channels.placesOf({ channel, address });
    const use = { held: 0, day: '', dayUsed: 0, usedAt: 0, readAt: -Infinity };
    const lane = {
      scope,
      address,
      sender,
      places,
      concurrent,
      perDay,
      isBlocked: isBlocked(address),
      ...use,
    };
    lanes.set(scope, lane);
    return lane;
  };
  return { lanes, laneOf };
}
