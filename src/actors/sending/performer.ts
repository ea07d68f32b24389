import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { Effect } from '../effects.ts';
import { createEnding } from './ending.ts';
import { createPlacing } from './placing.ts';
import type { Placing, PlacingInput } from './placing.ts';
import { createPreparing } from './preparing.ts';
import type { Preparing } from './preparing.ts';
import { createSearching } from './searching.ts';
import { createWorkCounter } from './work-counter.ts';

export type PerformerInput = PlacingInput & {
  alert: (effect: Extract<Effect, { type: 'alert' }>) => void;
};

/** Carries out the effects of committed turns of one campaign. Results come back as events. */
export type Performer = {
  perform: (effect: Effect) => void;
  preparing: Preparing;
  /** Whether this process is placing an attempt, or a turn has not decided on the result yet. */
  isPlacing: (attempt: string) => boolean;
  /** Records that a turn has decided on the result of a placement. */
  notePlaced: (attempt: string) => void;
  isSearching: (attempt: string) => boolean;
  /**
   * Returns the number of attempts whose permit was voided and whose end is not stored yet. They will not be sent.
   */
  unsent: () => number;
  /** See `Placing`. */
  unusedStarts: Placing['unusedStarts'];
  isIdle: () => boolean;
  /** Resolves when no effect is under way. */
  idle: () => Promise<void>;
};

export function createPerformer(input: PerformerInput): Performer {
  const preparing = createPreparing(input);
  const placing = createPlacing(input);
  const searching = createSearching(input);
  const ending = createEnding({ ...input, system: input.clocks.system });
  const work = createWorkCounter();

  const ofAttempt = (id: string, begin: (attempt: Attempt) => Promise<void>): void => {
    const attempt = input.attemptOf(id);
    if (attempt) work.add(begin(attempt));
  };

  return {
    preparing,
    isPlacing: placing.has,
    notePlaced: placing.noteDecided,
    isSearching: searching.has,
    unsent: placing.unsent,
    unusedStarts: placing.unusedStarts,
    isIdle: work.isIdle,
    idle: work.idle,
    perform(effect) {
      switch (effect.type) {
        case 'void-permits':
          return placing.voidPermits();
        case 'alert':
          return input.alert(effect);
        case 'prepare-touch':
          return ofAttempt(effect.attempt, (attempt) => preparing.begin(attempt, effect.touch));
        case 'place-touch':
          preparing.forget([effect.attempt]);
          return ofAttempt(effect.attempt, (attempt) => placing.begin(attempt, effect));
        case 'find-touch':
          return ofAttempt(effect.attempt, searching.begin);
        case 'cancel-queued':
          return ofAttempt(effect.attempt, ending.cancelQueued);
        case 'end-touch':
          return ofAttempt(effect.attempt, ending.end);
      }
    },
  };
}
