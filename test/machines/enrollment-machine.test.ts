import { describe, expect, test } from 'vitest';
import { activeEnrollmentStates, enrollmentEnds } from '../../src/domain/contact/enrollment.ts';
import {
  enrollmentCommands,
  enrollmentMachine as machine,
} from '../../src/machines/enrollment/enrollment-machine.ts';
import type {
  Amended,
  AttemptEnded,
  EnrollmentContext,
  EnrollmentMachineEvent,
} from '../../src/machines/enrollment/enrollment-machine.ts';
import {
  again,
  at,
  before,
  breaches,
  enrollmentModel,
  later,
  person as input,
  reachableStrides,
  verdict,
} from './models.ts';
import { walk } from './walk.ts';
import type { Walked } from './walk.ts';

const enrollment = (events: readonly EnrollmentMachineEvent[]) =>
  walk({ machine, input, events }) as Walked<EnrollmentContext>;

const minted = { type: 'MINTED', attempt: 'att_1', at, startAt: at, contacts: true, lines: null } as const;
const result = (change: Partial<AttemptEnded> = {}): AttemptEnded => ({
  ...verdict,
  usesUp: change.counts ?? true,
  ...change,
  type: 'ATTEMPT_ENDED',
});
const amended = (change: Partial<Amended> = {}): Amended => ({
  ...verdict,
  usesUp: change.counts ?? true,
  step: 0,
  ...before,
  ...change,
  type: 'AMENDED',
});
const busy = result();
const answered = result({ disposition: 'answered', route: 'next' });
/** The state as a row has it: the name of the end where it has ended. */
const stateOf = ({ value, context }: { value: unknown; context: EnrollmentContext }): unknown =>
  value === 'ended' ? context.end : value;
const ended = (events: readonly EnrollmentMachineEvent[]): unknown => stateOf(enrollment(events));
const strides = reachableStrides(enrollmentModel);

describe('every path', () => {
  test('ends in one of the ten ends, and each of them can be reached', () => {
    const reached = new Set(strides.map(({ nextState }) => stateOf(nextState) as string));
    expect([...reached].sort()).toEqual([...activeEnrollmentStates, ...enrollmentEnds].sort());
  });

  test('leaves an end only by the order to reopen it: stronger evidence may only turn it into another, at the same time', () => {
    const wrong = breaches(strides, ({ state, event, nextState }) => {
      if (state.value !== 'ended' || event.type === 'REOPEN') return false;
      if (['NOT_PLACED', 'ATTEMPT_ENDED'].includes(event.type)) {
        const { attempts, stepAttempts } = state.context;
        const kept = { ...nextState.context, attempts, stepAttempts };
        return nextState.value !== 'ended' || JSON.stringify(kept) !== JSON.stringify(state.context);
      }
      const isKept = ['AMENDED', 'LATE_END'].includes(event.type)
        ? nextState.value === 'ended'
        : nextState === state;
      return !isKept || nextState.context.endedAt !== state.context.endedAt;
    });
    expect(wrong).toEqual([]);
  });

  test('has an open attempt only in flight, a deadline only in review, while observed or with a call-back, an end and its time only once it has ended', () => {
    const wrong = breaches(strides, ({ nextState }) => {
      const { openAttempt, deadlineAt, pauseWanted, endedAt, end, callBackAt } =
        nextState.context as EnrollmentContext;
      const state = nextState.value;
      return (
        (openAttempt !== null) !== (state === 'in-flight') ||
        (deadlineAt !== null) !==
          (state === 'review' ||
            state === 'observing' ||
            (callBackAt !== null && (state === 'waiting' || state === 'paused'))) ||
        (endedAt !== null) !== (state === 'ended') ||
        (end !== undefined) !== (state === 'ended') ||
        (pauseWanted && state !== 'in-flight')
      );
    });
    expect(wrong).toEqual([]);
  });

  test('mints only from pending and waiting, and asks for the touch only then', () => {
    const takers = strides.filter(
      ({ state, nextState }) => nextState !== state && nextState.value === 'in-flight',
    );
    const entered = takers.filter(({ state }) => state.value !== 'in-flight');
    expect(new Set(entered.map(({ event }) => event.type))).toEqual(new Set(['MINTED']));
    expect(new Set(entered.map(({ state }) => state.value))).toEqual(new Set(['pending', 'waiting']));
    expect(enrollment([minted]).effects).toEqual(['placeTouch']);
  });
});

describe('commands', () => {
  /** What each state does with each command; what is not there is refused with a 409. */
  const taken: Readonly<Record<string, readonly string[]>> = {
    pending: ['PAUSE', 'CALL_BACK', 'SKIP', 'END'],
    'in-flight': ['PAUSE', 'RESUME', 'CALL_BACK', 'END'],
    waiting: ['PAUSE', 'RETRY', 'CALL_BACK', 'SKIP', 'END'],
    paused: ['RESUME', 'CALL_BACK', 'SKIP', 'END'],
    review: ['RESUME', 'RETRY', 'CALL_BACK', 'SKIP', 'END'],
    observing: ['END'],
  };

  test.each([...activeEnrollmentStates, 'ended'])('%s takes or refuses each of them', (value) => {
    const moved = new Set(
      strides
        .filter(({ state, nextState }) => state.value === value && nextState !== state)
        .map(({ event }) => event.type),
    );
    expect(enrollmentCommands.filter((command) => moved.has(command))).toEqual(taken[value] ?? []);
  });
});

describe('a sequence of two steps with two attempts each', () => {
  test('given it stays busy, then: retry, out of attempts, next step, out of attempts, exhausted', () => {
    const story = [minted, busy, minted, busy, minted, busy, minted, busy];
    const states = story.map((_, index) => enrollment(story.slice(0, index + 1)));
    expect(states.map((one) => [stateOf(one), one.context.step, one.context.stepAttempts])).toEqual([
      ['in-flight', 0, 1],
      ['waiting', 0, 1],
      ['in-flight', 0, 2],
      ['waiting', 1, 0],
      ['in-flight', 1, 1],
      ['waiting', 1, 1],
      ['in-flight', 1, 2],
      ['exhausted', 1, 2],
    ]);
    expect(states[1]?.context).toMatchObject(again);
    expect(states[3]?.context).toMatchObject(later);
    expect(states[7]?.context).toMatchObject({ attempts: 4, reached: false, endedAt: at });
  });

  test('given the first step reached the person, when the last is out of attempts, then it is completed', () => {
    const last = enrollment([minted, answered, minted, busy, minted, busy]);
    expect([stateOf(last), last.context.reached, last.context.lastDisposition]).toEqual([
      'completed',
      true,
      'busy',
    ]);
  });

  test('given attempts that do not count, then they are never used up', () => {
    const throttled = result({ counts: false, disposition: 'failed' });
    const { value, context } = enrollment([minted, throttled, minted, throttled, minted, throttled]);
    expect([value, context.attempts, context.stepAttempts]).toEqual(['waiting', 0, 0]);
  });

  test('given a touch that was never placed, then it is as if it had not been minted', () => {
    const undone = enrollment([minted, { type: 'NOT_PLACED', rest: null, at, contacts: true }]);
    expect(undone).toMatchObject({ value: 'pending', context: { attempts: 0, stepAttempts: 0, dueAt: 0 } });
    const second = enrollment([minted, busy, minted, { type: 'NOT_PLACED', rest: null, at, contacts: true }]);
    expect(second).toMatchObject({ value: 'waiting', context: { attempts: 1, ...again } });
  });
});

describe('a pause of one person', () => {
  test('given one in flight, when it ends, then the pause takes effect with the due time in place', () => {
    const paused = enrollment([minted, { type: 'PAUSE' }, busy]);
    expect(paused).toMatchObject({ value: 'paused', context: { ...again, pauseWanted: false } });
    const resumed = enrollment([minted, { type: 'PAUSE' }, busy, { type: 'RESUME' }]);
    expect(resumed).toMatchObject({ value: 'waiting', context: again });
  });

  test('given it was taken back in time, then the enrollment continues', () => {
    expect(enrollment([minted, { type: 'PAUSE' }, { type: 'RESUME' }, busy]).value).toBe('waiting');
  });

  test('given one in flight that ends for good or needs a person, then nothing is left of the pause', () => {
    const stop = result({ route: 'stop', end: 'invalid' });
    expect(enrollment([minted, { type: 'PAUSE' }, stop])).toMatchObject({
      value: 'ended',
      context: { end: 'invalid', pauseWanted: false },
    });
    const review = result({ route: 'review' });
    expect(
      enrollment([minted, { type: 'PAUSE' }, review, { type: 'RETRY', due: again }, minted, busy]),
    ).toMatchObject({ value: 'waiting', context: { deadlineAt: null } });
  });

  test('given an untouched contact, when resumed, then it is new again and keeps its place', () => {
    expect(enrollment([{ type: 'PAUSE' }, { type: 'RESUME' }])).toMatchObject({
      value: 'pending',
      context: { dueAt: 0, dueClass: 2 },
    });
  });
});

describe('a review', () => {
  test.each([
    ['answered', 'completed'],
    ['machine', 'exhausted'],
  ] as const)('of somebody who %s, skipped at the last step, ends as %s', (disposition, end) => {
    const review = result({ route: 'review', disposition });
    const skip = { type: 'SKIP', at: 9_000, steps: 1, due: again, unreached: 'exhausted' } as const;
    expect(ended([minted, review, skip])).toBe(end);
  });
});

describe('amendments', () => {
  test('given exhausted, when the record says answered, then completed, at the time it ended', () => {
    const late = amended({ route: 'next', disposition: 'answered', step: 1, at: 7_000 });
    const amendedEnd = enrollment([minted, answered, minted, busy, minted, busy, late]);
    const { lastDisposition, endedAt } = amendedEnd.context;
    expect([stateOf(amendedEnd), lastDisposition, endedAt]).toEqual(['completed', 'answered', at]);
  });

  test('given it waits for a retry, when the record says answered, then it moves to the next step', () => {
    const late = amended({ route: 'next', disposition: 'answered' });
    expect(enrollment([minted, busy, late])).toMatchObject({
      value: 'waiting',
      context: { step: 1, stepAttempts: 0, reached: true, ...later },
    });
    expect(enrollment([minted, busy, { type: 'PAUSE' }, late])).toMatchObject({
      value: 'paused',
      context: { step: 1, reached: true },
    });
  });

  test('given it went on to the next step, when its last try turns out answered, then the step is not skipped', () => {
    const late = amended({ route: 'next', disposition: 'answered' });
    expect(enrollment([minted, busy, minted, busy, late])).toMatchObject({
      value: 'waiting',
      context: { step: 1, stepAttempts: 0, reached: true, lastDisposition: 'answered' },
    });
  });

  test('given an attempt that counted, when it turns out not to, then it is given back, and the other way round', () => {
    expect(enrollment([minted, busy, amended({ counts: false })]).context).toMatchObject({
      attempts: 0,
      stepAttempts: 0,
    });
    const uncounted = result({ counts: false });
    expect(enrollment([minted, uncounted, amended({ counted: false, usedUp: false })]).context).toMatchObject(
      {
        attempts: 1,
        stepAttempts: 1,
      },
    );
  });

  test('given an opt-out comes late, then it ends a waiting enrollment, and changes one end into the other', () => {
    const optOut = amended({ route: 'stop', end: 'opted-out', outcome: 'opt-out' });
    expect(ended([minted, busy, optOut])).toBe('opted-out');
    expect(ended([{ type: 'END', end: 'cancelled', at }, optOut])).toBe('opted-out');
  });

  test('given a campaign that was cancelled since, then an end stays what it is', () => {
    expect(ended([minted, result({ route: 'stop' }), amended({ rest: 'cancelled' })])).toBe('exhausted');
  });
});

describe('the rest of a campaign that takes nothing new', () => {
  test.each(['cancelled', 'expired'] as const)(
    'given %s, whoever would wait or be looked at ends so',
    (rest) => {
      expect(ended([minted, result({ rest })])).toBe(rest);
      expect(ended([minted, result({ rest, route: 'review' })])).toBe(rest);
      expect(ended([minted, { type: 'NOT_PLACED', rest, at, contacts: true }])).toBe(rest);
    },
  );

  test('given a touch that was never placed, then the attempt is taken back from the counts as well', () => {
    const notPlaced = { type: 'NOT_PLACED', rest: 'cancelled', at, contacts: true } as const;
    expect(enrollment([minted, busy, minted, notPlaced]).context).toMatchObject({
      end: 'cancelled',
      attempts: 1,
      stepAttempts: 1,
      openAttempt: null,
    });
  });

  test('given a contact that the last touch reached, then that counts', () => {
    expect(ended([minted, answered, minted, result({ rest: 'cancelled', route: 'next' })])).toBe('completed');
    expect(ended([minted, result({ rest: 'cancelled', route: 'stop', end: 'opted-out' })])).toBe('opted-out');
  });
});

describe('skipping', () => {
  test('given a last step, then the person ends by what was reached; else the next step is due', () => {
    const skip = { type: 'SKIP', at, steps: 2, due: later, unreached: 'exhausted' } as const;
    expect(enrollment([skip])).toMatchObject({ value: 'waiting', context: { step: 1, ...later } });
    expect(ended([skip, skip])).toBe('exhausted');
    expect(ended([minted, answered, skip])).toBe('completed');
  });
});

describe('late evidence', () => {
  const sent = result({ disposition: 'sent', route: 'next', observeUntil: 5_000 });
  const bounce = amended({ disposition: 'soft-bounced', repeats: true, maxAttempts: 99, stepNumber: 1 });
  const atSecond = [minted, sent];
  const observed = [minted, { ...sent, steps: 1 }];

  test('given the next step is due, when the touch turns out undelivered, then the step before is repeated', () => {
    expect(enrollment(atSecond).context).toMatchObject({ step: 1, stepAttempts: 0 });
    const back = enrollment([...atSecond, bounce]);
    expect(back).toMatchObject({ value: 'waiting', context: { step: 0, stepAttempts: 1, ...again } });
  });

  test('given the next step was attempted, when the touch before turns out undelivered, then no step is repeated', () => {
    const further = [...atSecond, minted, busy];
    expect(enrollment([...further, bounce]).context.step).toBe(1);
  });

  test('given the last step is over, when nothing is reported, then the enrollment is observed and ends', () => {
    expect(enrollment(observed)).toMatchObject({ value: 'observing', context: { deadlineAt: 5_000 } });
    expect(enrollment([...observed, { type: 'OBSERVED', at: 5_000 }])).toMatchObject({
      value: 'ended',
      context: { end: 'completed', deadlineAt: null, endedAt: 5_000 },
    });
  });

  test('given it is observed, when a bounce, a reply or an undelivered touch is reported, then that counts', () => {
    const stop = { steps: 1, route: 'stop' } as const;
    expect(ended([...observed, amended({ ...stop, end: 'bounced' })])).toBe('bounced');
    expect(ended([...observed, amended({ ...stop, end: 'responded' })])).toBe('responded');
    expect(enrollment([...observed, { ...bounce, steps: 1 }])).toMatchObject({
      value: 'waiting',
      context: { step: 0, deadlineAt: null },
    });
  });

  test('given it has completed, when evidence comes, then the end changes by weight, and nothing is repeated', () => {
    const completed = [...observed, { type: 'OBSERVED', at: 5_000 } as const];
    const replied = { type: 'LATE_END', end: 'responded', at: 9_000 } as const;
    const bounced = { type: 'LATE_END', end: 'bounced', at: 9_000 } as const;
    expect(ended([...completed, bounced])).toBe('bounced');
    expect(ended([...completed, bounced, replied])).toBe('responded');
    expect(ended([...completed, replied, bounced])).toBe('responded');
    expect(ended([...completed, { ...bounce, steps: 1 }])).toBe('completed');
    expect(ended([{ type: 'END', end: 'cancelled', at }, replied])).toBe('cancelled');
  });
});
