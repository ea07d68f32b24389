import type { Logger } from 'pino';
import type { Channel, SearchResult, Touch } from '../../channels/contract.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import type { Clocks } from '../../platform/clock.ts';
import { sleep } from '../../platform/clock.ts';
import type { Effect } from '../effects.ts';
import type { ActorEvent } from '../events.ts';
import type { Pace, Pacer } from './pacing.ts';
import type { Permits } from './permits.ts';
import { createPreparing } from './preparing.ts';
import type { Preparing } from './preparing.ts';
import { processSingleCall } from './process-single-call.ts';

export type PerformerInput = {
  channels: ReadonlyMap<string, Channel>;
  facts: Pick<Channels, 'contacts'>;
  clocks: Clocks;
  pacer: Pacer;
  permits: Permits;
  log: Logger;
  /** Results come back as events. */
  post: (event: ActorEvent) => void;
  attemptOf: (id: string) => Attempt | null;
  readTouch: (attempt: Attempt) => Promise<Touch>;
  pacesOf: (attempt: Attempt) => readonly Pace[];
  /** The last look at the moment of sending: the window, above all. */
  mayStart: (attempt: Attempt) => boolean;
  alert: (effect: Extract<Effect, { type: 'alert' }>) => void;
};

/** Carries out the effects of committed turns of one campaign. */
export type Performer = {
  perform: (effect: Effect) => void;
  preparing: Preparing;
  /** Whether an attempt is being placed by this process right now, or its result is not decided on yet. */
  isPlacing: (attempt: string) => boolean;
  /** The result of a placement is decided on. */
  notePlaced: (attempt: string) => void;
  isSearching: (attempt: string) => boolean;
  /** Attempts whose permit was voided and that have not reported back yet: they will never be sent. */
  unsent: () => number;
  isIdle: () => boolean;
  /** Resolves when nothing is on its way any more. */
  idle: () => Promise<void>;
};

/**
 * An order to end a call is tried so often at once, further and further apart. After that it is given again at each check
 * of the attempt, until the attempt has ended.
 */
const endTries = 5;
const endRetryMs = 2_000;
/** A provider that cannot be asked has nothing to tell: the search period ends by itself. */
const nothingToAsk: SearchResult = { evidence: [] };

export function createPerformer(input: PerformerInput): Performer {
  const { channels, clocks, pacer, permits, log, post, attemptOf } = input;
  const preparing = createPreparing({ channels, readTouch: input.readTouch, post });
  const placing = new Set<string>();
  const searching = new Set<string>();
  const unsent = new Set<string>();
  const ending = new Set<string>();
  /** Attempts that could not be ended, each told once. */
  const notEnded = new Set<string>();
  const waitingForIdle: (() => void)[] = [];
  let running = 0;

  const contacts = (id: string): boolean => {
    const attempt = attemptOf(id);
    return attempt !== null && input.facts.contacts(attempt.channel);
  };

  const isBusy = (): boolean => running > 0;

  const run = (work: Promise<void>): void => {
    running += 1;
    void work.finally(() => {
      running -= 1;
      if (running === 0) for (const resolve of waitingForIdle.splice(0)) resolve();
    });
  };

  const place = async (attempt: Attempt, startAt: number): Promise<void> => {
    const paces = input.pacesOf(attempt);
    const permit = permits.issue({
      attempt: attempt.id,
      until: attempt.permitUntil,
      isAllowed: () => input.mayStart(attempt) && pacer.start({ attempt: attempt.id, paces }),
    });
    const outcome = await processSingleCall({
      system: clocks.system,
      pacer,
      paces,
      startAt,
      permit,
      channel: channels.get(attempt.channel),
      readTouch: () => input.readTouch(attempt),
    });
    pacer.answered(attempt.id);
    if (outcome.kind !== 'accepted')
      log.debug({ attempt: attempt.id, outcome: outcome.kind }, 'touch not accepted');
    unsent.delete(attempt.id);
    post({ type: 'placed', attempt: attempt.id, outcome });
  };

  const search = async (attempt: Attempt): Promise<void> => {
    try {
      const channel = channels.get(attempt.channel);
      const found = channel && ((await channel.search?.(attempt)) ?? nothingToAsk);
      searching.delete(attempt.id);
      post({ type: 'searched', attempt: attempt.id, evidence: found?.evidence ?? null });
    } catch (error) {
      log.warn(
        { attempt: attempt.id, err: error },
        'the search at the provider failed; it will be tried again',
      );
      searching.delete(attempt.id);
      post({ type: 'searched', attempt: attempt.id, evidence: null });
    }
  };

  /** Whether the provider took the order. */
  const order = async (attempt: Attempt, verb: 'end' | 'cancelQueued'): Promise<boolean> => {
    for (let tries = 1; tries <= endTries; tries += 1) {
      try {
        await channels.get(attempt.channel)?.[verb](attempt);
        return true;
      } catch (error) {
        log.warn({ attempt: attempt.id, err: error, tries }, 'ending it at the provider failed');
        await sleep({ clock: clocks.system, ms: endRetryMs * tries });
      }
    }
    return false;
  };

  const end = async (attempt: Attempt): Promise<void> => {
    const isTaken = await order(attempt, 'end');
    ending.delete(attempt.id);
    if (isTaken) notEnded.delete(attempt.id);
    else if (!notEnded.has(attempt.id)) {
      notEnded.add(attempt.id);
      post({ type: 'not-ended', attempt: attempt.id });
    }
  };

  return {
    preparing,
    isPlacing: (id) => placing.has(id),
    notePlaced: (id) => void placing.delete(id),
    isSearching: (id) => searching.has(id),
    unsent: () => unsent.size,
    isIdle: () => !isBusy(),
    async idle() {
      while (isBusy()) await new Promise<void>((resolve) => void waitingForIdle.push(resolve));
    },
    perform(effect) {
      if (effect.type === 'void-permits') {
        for (const id of permits.voidAll()) if (contacts(id)) unsent.add(id);
        return;
      }
      if (effect.type === 'alert') return input.alert(effect);
      const attempt = attemptOf(effect.attempt);
      if (!attempt) return;
      if (effect.type === 'prepare-touch') {
        run(preparing.begin(attempt));
      } else if (effect.type === 'place-touch') {
        preparing.forget([attempt.id]);
        placing.add(attempt.id);
        run(place(attempt, effect.startAt));
      } else if (effect.type === 'find-touch') {
        if (searching.has(attempt.id)) return;
        searching.add(attempt.id);
        run(search(attempt));
      } else if (effect.type === 'cancel-queued') {
        run(order(attempt, 'cancelQueued').then(() => undefined));
      } else {
        if (ending.has(attempt.id)) return;
        ending.add(attempt.id);
        run(end(attempt));
      }
    },
  };
}
