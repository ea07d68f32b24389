import type { Logger } from 'pino';
import type { Channel, Touch } from '../../channels/contract.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import type { Clocks } from '../../platform/clock.ts';
import type { Observer } from '../watching/observer.ts';
import type { ActorEvent } from '../events.ts';
import type { Pace } from './pacing/pace.ts';
import type { Pacer } from './pacing/pacer.ts';
import type { Permits } from './permits.ts';
import type { HandedStarts } from '../../persistence/contract/attempts/limits.ts';
import { processSingleCall } from './process-single-call.ts';
import { createUnusedStarts } from './unused-starts.ts';

export type PlacingInput = {
  channels: ReadonlyMap<string, Channel>;
  facts: Pick<Channels, 'contacts' | 'preparerOf'>;
  clocks: Clocks;
  pacer: Pacer;
  permits: Permits;
  log: Logger;
  observer: Pick<Observer, 'send'>;
  post: (event: ActorEvent) => void;
  attemptOf: (id: string) => Attempt | null;
  readTouch: (attempt: Attempt) => Promise<Touch>;
  pacesOf: (attempt: Attempt) => readonly Pace[];
  /** The keys of the limits in which the attempt has a slot. */
  scopesOf: (attempt: Attempt) => readonly string[];
  /** The last check at the moment of sending, mainly of the window. */
  mayStart: (attempt: Attempt) => boolean;
};

/** The touches that this process is placing. */
export type Placing = {
  /** Places a touch, which is read if it is null. Its result comes back as the event `placed`. */
  begin: (attempt: Attempt, input: { startAt: number; touch: Touch | null }) => Promise<void>;
  /** Whether a touch is being placed, or a turn has not decided on its result yet. */
  has: (attempt: string) => boolean;
  /** Records that a turn has decided on the result. */
  noteDecided: (attempt: string) => void;
  voidPermits: () => void;
  /**
   * Returns the number of touches whose permit was voided and whose end is not stored yet. They will not be sent.
   */
  unsent: () => number;
  /** What the next owner has from this one, which starts nothing more. */
  unusedStarts: () => HandedStarts;
};

export function createPlacing(input: PlacingInput): Placing {
  const { channels, clocks, pacer, permits, log, observer, post, attemptOf } = input;
  const placing = new Set<string>();
  const unsent = new Set<string>();
  const starts = createUnusedStarts({ pacer, now: () => clocks.business.now() });
  const contacts = (id: string): boolean => {
    const attempt = attemptOf(id);
    return attempt !== null && input.facts.contacts(attempt.channel);
  };
  return {
    has: (id) => placing.has(id),
    noteDecided(id) {
      placing.delete(id);
      unsent.delete(id);
    },
    unsent: () => unsent.size,
    voidPermits() {
      const voided = permits.voidAll();
      starts.noteVoid(voided);
      for (const id of voided) if (contacts(id)) unsent.add(id);
    },
    unusedStarts: starts.read,
    async begin(attempt, { startAt, touch }) {
      const { id } = attempt;
      placing.add(id);
      const paces = input.pacesOf(attempt);
      starts.plan({ attempt: id, scopes: () => input.scopesOf(attempt), paces, at: startAt });
      const permit = permits.issue({
        attempt: id,
        until: attempt.permitUntil,
        isAllowed: () => input.mayStart(attempt) && pacer.start({ attempt: id, paces }),
      });
      const channel = channels.get(attempt.channel);
      const outcome = await processSingleCall({
        clock: clocks.store,
        pacer,
        paces,
        startAt,
        permit,
        place: channel && ((sending) => observer.send(attempt, () => channel.place(sending))),
        touch: touch ?? input.readTouch(attempt),
      });
      pacer.answered(id);
      starts.forget(id);
      if (outcome.kind !== 'accepted')
        log.debug({ attempt: id, outcome: outcome.kind }, 'touch not accepted');
      // One that was not placed stays unsent until its end is stored: until then it counts as open.
      if (outcome.kind !== 'not-placed') unsent.delete(id);
      post({ type: 'placed', attempt: id, outcome });
    },
  };
}
