import { senderStatus } from '../../domain/sender/sender.ts';
import type { Sender } from '../../domain/sender/sender.ts';
import type { SenderChoice } from '../../domain/sender/sender-choice.ts';

/**
 * One sender with its use, as an instance knows it. The store decides whether it has a free slot; these numbers only
 * make the choice.
 */
export type SenderLane = {
  address: string;
  /** Null for an address that the client has not registered. It has no status. */
  sender: Sender | null;
  /** Whether an attempt has shown a block that is not stored as a quarantine yet. */
  isBlocked: boolean;
  concurrent: number | null;
  perDay: number | null;
  held: number;
  day: string;
  dayUsed: number;
  /** Grows with each use. */
  usedAt: number;
  /** Where it is, from the nearest area to the widest. */
  places: readonly string[];
};

/** Why no sender can be chosen. `until` is when that may change; null if it is not known. */
export type NoSender =
  /** All are paused, in quarantine, or there are none. */
  | { reason: 'none-available'; until: number | null }
  /** All have used up their day, or some of them have only no free slot. */
  | { reason: 'per-day' | 'concurrent' };

/** Returns whether a sender may send at an instant. */
export function mayUse({ sender, isBlocked }: Pick<SenderLane, 'sender' | 'isBlocked'>, at: number): boolean {
  return !isBlocked && (sender === null || senderStatus(sender, at) === 'active');
}

/** Returns when the first of these senders returns from its quarantine; null if none does by itself. */
export function nextReturn(lanes: readonly SenderLane[], at: number): number | null {
  let first: number | null = null;
  for (const { sender } of lanes) {
    const until = sender?.mode === 'active' ? (sender.quarantine?.until ?? null) : null;
    if (until !== null && until > at && (first === null || until < first)) first = until;
  }
  return first;
}

const hasDay = ({ perDay, day: counted, dayUsed }: SenderLane, day: string): boolean =>
  perDay === null || counted < day || dayUsed < perDay;
const hasSlot = ({ concurrent, held }: SenderLane): boolean => concurrent === null || held < concurrent;

/** The earlier attempts of a contact, newest first. */
export type Tried = readonly { sender: string; wasReached: boolean }[];

/** Chooses the sender of one attempt. `day` is the day on the client's clock. `random` returns a number in [0, 1). */
export function chooseSender({
  choice,
  lanes,
  places,
  tried,
  at,
  day,
  random,
}: {
  choice: Pick<SenderChoice, 'choose' | 'sticky' | 'retry'>;
  lanes: readonly SenderLane[];
  /** Where the recipient is, from the nearest area to the widest; read for `local` only. */
  places: () => readonly string[];
  tried: Tried;
  at: number;
  day: string;
  random: () => number;
}): SenderLane | NoSender {
  const usable = ofConversation(
    lanes.filter((lane) => mayUse(lane, at)),
    { choice, tried },
  );
  if (usable.length === 0) return { reason: 'none-available', until: nextReturn(lanes, at) };
  const withDay = usable.filter((lane) => hasDay(lane, day));
  if (withDay.length === 0) return { reason: 'per-day' };
  const free = withDay.filter(hasSlot);
  if (free.length === 0) return { reason: 'concurrent' };
  const kept = choice.sticky === true ? keptSender(free, tried) : undefined;
  if (kept) return kept;
  const fresh = choice.retry === 'other' ? untried(free, tried) : free;
  return pick(nearest(fresh, choice.choose === 'local' ? places() : []), choice.choose, random);
}

/** Only the sender of the last attempt, if the choice keeps it and it may be used. */
function ofConversation(
  usable: readonly SenderLane[],
  { choice, tried: [last] }: { choice: Pick<SenderChoice, 'sticky'>; tried: Tried },
): readonly SenderLane[] {
  const own = choice.sticky === 'used' ? usable.find(({ address }) => address === last?.sender) : undefined;
  return own ? [own] : usable;
}

/** The sender that reached the contact last. */
function keptSender(free: readonly SenderLane[], tried: Tried): SenderLane | undefined {
  const reached = tried.find(({ wasReached }) => wasReached);
  return reached && free.find(({ address }) => address === reached.sender);
}

/** The senders that the contact did not get; if it got all of them, those other than the last one. */
function untried(free: readonly SenderLane[], tried: Tried): readonly SenderLane[] {
  const known = new Set(tried.map(({ sender }) => sender));
  const never = free.filter(({ address }) => !known.has(address));
  if (never.length > 0) return never;
  const others = free.filter(({ address }) => address !== tried[0]?.sender);
  return others.length > 0 ? others : free;
}

/** The senders in the nearest area that has any; all of them if none has. */
function nearest(lanes: readonly SenderLane[], places: readonly string[]): readonly SenderLane[] {
  for (const place of places) {
    const near = lanes.filter((lane) => lane.places.includes(place));
    if (near.length > 0) return near;
  }
  return lanes;
}

function pick(lanes: readonly SenderLane[], order: SenderChoice['choose'], random: () => number): SenderLane {
  const at = order === 'random' ? Math.floor(random() * lanes.length) : 0;
  let best = lanes[at] as SenderLane;
  if (order !== 'random') for (const lane of lanes) if (lane.usedAt < best.usedAt) best = lane;
  return best;
}
