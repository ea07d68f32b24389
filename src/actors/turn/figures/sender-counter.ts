import type { Attempt } from '../../../domain/attempt/attempt.ts';
import type { Channels } from '../../../domain/campaign/channel-facts.ts';
import { senderSliceAt } from '../../../domain/sender/sender-outcomes.ts';
import type { Turn } from '../../../persistence/contract/store.ts';
import type { NotedSenderOutcomes } from '../../../persistence/contract/senders/senders.ts';

export type SenderCounter = {
  attempt: (before: Attempt | null, after: Attempt) => void;
  enrollment: () => void;
  /** Returns what the turn adds to the outcomes of each sender, and the senders of the attempts that it starts. */
  toTurn: (started: readonly Attempt[]) => Pick<Turn, 'senderOutcomes' | 'senders'>;
};

/**
 * Counts what attempts say about their senders, for senders that the client has registered. Later evidence about an
 * attempt moves its count.
 */
export function createSenderCounter({
  channels,
  isRegistered,
  noteBlocked,
}: {
  channels: Pick<Channels, 'contacts' | 'signsOf'>;
  isRegistered: (address: string) => boolean;
  /** Called with the sender of an attempt that the provider has blocked. */
  noteBlocked: (address: string) => void;
}): SenderCounter {
  const slices = new Map<string, NotedSenderOutcomes>();
  /** Returns whether the provider has blocked it. */
  const count = (attempt: Attempt, by: 1 | -1): boolean => {
    const { sender: address, state, counts, endedAt } = attempt;
    if (address === null || state !== 'ended' || endedAt === null || !isRegistered(address)) return false;
    const { reached, short, blocked } = channels.signsOf(attempt);
    if (!channels.contacts(attempt.channel) || !(counts || blocked)) return false;
    const at = senderSliceAt(endedAt);
    const key = `${address} ${at}`;
    const slice = slices.get(key) ?? {
      address,
      at,
      lastAt: endedAt,
      blockedAt: 0,
      attempts: 0,
      reached: 0,
      short: 0,
      blocked: 0,
    };
    slices.set(key, slice);
    slice.lastAt = Math.max(slice.lastAt, endedAt);
    slice.attempts += by;
    slice.reached += by * Number(reached);
    slice.short += by * Number(short);
    slice.blocked += by * Number(blocked);
    if (blocked) slice.blockedAt = Math.max(slice.blockedAt, endedAt);
    return blocked;
  };
  return {
    attempt(before, after) {
      const wasBlocked = before !== null && count(before, -1);
      if (count(after, 1) && !wasBlocked && after.sender !== null) noteBlocked(after.sender);
    },
    enrollment: () => undefined,
    toTurn: (started) => ({
      senderOutcomes: [...slices.values()].filter(
        ({ attempts, reached, short, blocked }) => (attempts || reached || short || blocked) !== 0,
      ),
      senders: [...new Set(started.flatMap(({ sender }) => sender ?? []))].filter(isRegistered),
    }),
  };
}
