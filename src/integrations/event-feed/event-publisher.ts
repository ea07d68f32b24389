import type { Logger } from 'pino';
import { isRingmasterError } from '../../domain/errors.ts';
import type { EventFeed, FeedOf, Published } from '../../messaging/contract.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { SystemClock } from '../../platform/clock.ts';
import { createRepeat } from '../../platform/repeat.ts';
import { createJobSlots } from './job-slots.ts';
import { publishPage } from './publish-page.ts';
import { createStalledLogs } from './stalled-logs.ts';

/** Publishes the logs of campaigns on the bus. */
export type EventPublisher = {
  /** Publishes the new events of a campaign soon. Costs a turn nothing but this call. */
  note: (of: FeedOf) => void;
  start: () => void;
  /** Publishes what is waiting, for up to a second, and stops. */
  stop: () => Promise<void>;
};

export type EventPublisherInput = {
  feed: EventFeed;
  store: Pick<Store, 'readEvents' | 'readPublishedSeq' | 'notePublished' | 'listUnpublished'>;
  system: SystemClock;
  log: Logger;
  /** Whether this instance publishes what others have left. */
  isFirst: () => Promise<boolean>;
};

/** The events of several commits are published together. */
const gatherMs = 50;
const retryMs = 2_000;
/** The pause after another instance has published the same campaign. */
const refusedMs = 250;
/** The campaigns whose events are published at the same time; those of one campaign follow each other. */
const most = 16;
const noteEveryMs = 10_000;
const sweepEveryMs = 30_000;
const stopWithinMs = 1_000;

export function createEventPublisher(input: EventPublisherInput): EventPublisher {
  const { store, system, log } = input;
  /** How far the logs are published that were published here lately. */
  const known = new Map<string, Published>();
  const isFailing = createFailureLog(log);
  let isScheduled = false;
  let isStopped = false;

  const later = (of: FeedOf, ms: number): void => {
    if (!isStopped) system.at(system.now() + ms, () => publisher.note(of));
  };
  const publish = async (of: FeedOf): Promise<void> => {
    const { campaign } = of;
    try {
      const { last, isMore } = await publishPage({ ...input, of, from: known.get(campaign) ?? null });
      isFailing(null);
      if (last) {
        known.set(campaign, last);
        if (isMore) slots.add(campaign, of);
      } else {
        known.delete(campaign);
        later(of, refusedMs);
      }
    } catch (error) {
      known.delete(campaign);
      isFailing(error);
      later(of, retryMs);
    }
  };
  const slots = createJobSlots({ most, run: publish });
  const noteAll = async (): Promise<void> => {
    for (const [campaign, { seq }] of known) {
      await store.notePublished({ campaign, seq });
      // It is read again if there is more, so that this map has only campaigns that are active.
      if (known.get(campaign)?.seq === seq && !slots.isRunning(campaign)) known.delete(campaign);
    }
  };

  const repeats = [
    createRepeat({ clock: system, everyMs: noteEveryMs, run: noteAll, onError: isFailing }),
    createRepeat({
      clock: system,
      everyMs: sweepEveryMs,
      run: createStalledLogs({ ...input, onStalled: (of) => publisher.note(of) }),
      onError: isFailing,
    }),
  ];
  const publisher: EventPublisher = {
    note(of) {
      slots.add(of.campaign, of);
      if (isScheduled || isStopped) return;
      isScheduled = true;
      system.at(system.now() + gatherMs, () => {
        isScheduled = false;
        if (!isStopped) slots.work();
      });
    },
    start() {
      for (const repeat of repeats) repeat.start();
    },
    async stop() {
      isStopped = true;
      for (const repeat of repeats) await repeat.stop();
      const until = system.monotonic() + stopWithinMs;
      await slots.finish(() => system.monotonic() >= until);
      await noteAll().catch(isFailing);
    },
  };
  return publisher;
}

/** Logs a failure when it is another one than before. Call it with null after a success. */
function createFailureLog(log: Logger): (error: unknown) => void {
  let known: string | null = null;
  return (error) => {
    const code = error === null ? null : isRingmasterError(error) ? error.code : 'fault';
    if (code !== null && code !== known)
      log.warn({ err: error, code }, 'events were not published; it is tried again');
    known = code;
  };
}
