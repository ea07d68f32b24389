import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { Evidence } from '../../domain/attempt/evidence.ts';
import type { Clock } from '../../platform/clock.ts';
import { callEvidence } from './call.ts';
import type { PlivoClient } from './plivo/client.ts';

/**
 * How often a call is looked for by itself although it is listed: the provider may list a call that has ended, and its record
 * tells.
 */
const aloneEveryMs = 15 * 60_000;
/** How old a list may be. A call that has ended since is found by its callback, or when it is next looked for. */
const freshMs = 5_000;

/** The calls that the provider lists as live, read once for all attempts that are looked for in the same seconds. */
export type LiveList = {
  /**
   * The evidence that an answered call is still under way; empty if it must be looked for by itself: it is not listed, its
   * id or its answer is not known, there is no usable list, or it was not looked for by itself for a quarter of an hour. A call that is not listed may be live all the same.
   */
  evidenceOf: (attempt: Attempt) => Promise<readonly Evidence[]>;
};

export function createLiveList({
  client,
  clock,
}: {
  client: Pick<PlivoClient, 'allOpenCalls'>;
  /** The system clock. */
  clock: Clock;
}): LiveList {
  /** By call, when it is to be looked for by itself; the earliest is first. */
  const dueAlone = new Map<string, number>();
  let latest: { readAt: number; ids: Promise<ReadonlySet<string> | null> } | null = null;

  const read = (): Promise<ReadonlySet<string> | null> => {
    const now = clock.now();
    const isFresh = latest !== null && now >= latest.readAt && now - latest.readAt < freshMs;
    if (!isFresh || latest === null) {
      const ids = client.allOpenCalls('live').then(
        (listed) => new Set(listed),
        () => null,
      );
      latest = { readAt: now, ids };
    }
    return latest.ids;
  };

  /** Whether it is time to look for a call by itself. */
  const isDueAlone = (callId: string): boolean => {
    const now = clock.now();
    const dueAt = dueAlone.get(callId) ?? now + aloneEveryMs;
    const isDue = dueAt <= now;
    if (!dueAlone.has(callId) || isDue) {
      dueAlone.delete(callId);
      dueAlone.set(callId, isDue ? now + aloneEveryMs : dueAt);
    }
    for (const [id, at] of dueAlone) {
      if (at > now - aloneEveryMs) break;
      dueAlone.delete(id);
    }
    return isDue;
  };

  return {
    async evidenceOf({ providerId, reachedAt }) {
      if (providerId === null || reachedAt === null || isDueAlone(providerId)) return [];
      const ids = await read();
      return ids?.has(providerId) ? [callEvidence.answered(providerId)] : [];
    },
  };
}
