import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callStages } from '../../src/channels/voice/call.ts';
import { evidenceRanks } from '../../src/domain/attempt/attempt.ts';
import { attemptMachine as machine, mergeOutcome } from '../../src/machines/attempt/attempt-machine.ts';
import type { AttemptContext, AttemptMachineEvent } from '../../src/machines/attempt/attempt-machine.ts';
import {
  at,
  breaches,
  attemptModel,
  ended,
  mintedAttempt as input,
  reachableStrides,
  valueOf,
} from './models.ts';
import { walk } from './walk.ts';
import type { Walked } from './walk.ts';

const send = { type: 'SEND', permitUntil: 2_000 } as const;
/** What becomes of a call that was sent. */
const call = (events: readonly AttemptMachineEvent[]) =>
  walk({ machine, input, events: [send, ...events] }) as Walked<AttemptContext>;

/** The order an attempt moves in. A state of the same rank as another never follows it. */
const ranks: Readonly<Record<string, number>> = {
  minted: 0,
  preparing: 1,
  sending: 2,
  unknown: 3,
  placed: 4,
  settling: 5,
  ended: 6,
  'not-placed': 6,
};

const stages = callStages;
const news = { at, providerId: 'call_1', stages, checkAt: 2_000 };
const talking = { ...news, stage: 'in-progress' };
const accepted = {
  type: 'ACCEPTED',
  at,
  receipt: 'req_1',
  stage: 'dialing',
  stages,
  checkAt: 2_000,
} as const;
const rang = { type: 'PROGRESSED', ...news, stage: 'ringing' } as const;
const answered = { type: 'REACHED', ...talking } as const;
const heardMachine = {
  type: 'QUALIFIED',
  ...talking,
  disposition: 'machine',
  of: ['answered'],
  closer: ['voicemail'],
} as const;
const confirmed = { type: 'RESPONDED', ...talking, outcome: 'confirmed' } as const;
const talked = (seconds: number) => ({ details: { talkSeconds: seconds } });
const hungUp = ended('answered', { ...talked(9), settleUntil: 4_000 });

const strides = reachableStrides(attemptModel);

const leftMessage = {
  ...heardMachine,
  disposition: 'voicemail',
  of: ['machine', 'answered'],
  closer: [],
} as const;

test('a message that was left is kept, whether the machine, the message or the end is reported first', () => {
  const end = ended('answered', { ...talked(9), closer: ['machine', 'voicemail'] });
  const orders = [
    [heardMachine, leftMessage, end],
    [leftMessage, heardMachine, end],
    [end, leftMessage, heardMachine],
    [end, heardMachine, leftMessage],
    [leftMessage, end, heardMachine],
  ] as const;
  for (const events of orders) {
    expect(call([accepted, ...events]).context.disposition).toBe('voicemail');
  }
});

describe('the order of an attempt', () => {
  test('only goes forward, whatever arrives', () => {
    const wrong = breaches(strides, ({ state, nextState }) => {
      const [from, to] = [valueOf(state.value), valueOf(nextState.value)];
      return from !== to && (ranks[to] ?? 0) <= (ranks[from] ?? 0);
    });
    expect(wrong).toEqual([]);
  });

  test('ends for good: no event leads out of ended or not-placed', () => {
    const wrong = breaches(strides, ({ state, nextState }) => {
      return attemptModel.isEnd(state.value) && nextState.value !== state.value;
    });
    expect(wrong).toEqual([]);
  });

  test('has an alarm set in every state in which something may go unheard, and none after the end', () => {
    const wrong = breaches(strides, ({ nextState: { value, context } }) => {
      const isSet =
        value === 'settling' ? context.checkAt !== null : (context.checkAt ?? context.searchUntil) !== null;
      if (attemptModel.isEnd(value)) return isSet;
      return !isSet && !['minted', 'preparing', 'sending'].includes(value);
    });
    expect(wrong).toEqual([]);
  });

  test('says how it ended once it has ended, and does not count if it was not placed', () => {
    const wrong = breaches(strides, ({ nextState: { value, context } }) => {
      if (value === 'not-placed') return context.counts || context.endedAt === null;
      return value === 'ended' && (context.disposition === null || context.endedAt === null);
    });
    expect(wrong).toEqual([]);
  });
});

describe('an answered call with a question in it', () => {
  test('given its hang-up overtakes the answer given, when both have come, then the outcome is known', () => {
    const late = call([accepted, rang, answered, hungUp, confirmed]);
    expect(late).toMatchObject({ value: 'ended', context: { outcome: 'confirmed', checkAt: null } });
    expect(call([accepted, rang, answered, hungUp])).toMatchObject({
      value: 'settling',
      context: { checkAt: 4_000 },
    });
  });

  test('given the answer came first, when it is hung up, then there is nothing to wait for', () => {
    expect(call([accepted, answered, confirmed, hungUp]).value).toBe('ended');
  });

  test('given it settles, when the accepted reply comes late or a search finds nothing, then it waits no longer', () => {
    const noTrace = { type: 'NO_TRACE', searchUntil: 90_000, checkAt: 30_000 } as const;
    const settling = call([rang, answered, hungUp, accepted, noTrace]);
    expect(settling).toMatchObject({
      value: 'settling',
      context: { checkAt: 4_000, searchUntil: null, receipt: 'req_1' },
    });
  });

  test('given it settles, when stronger evidence says it was busy, then the wait still has an end', () => {
    const record = ended('busy', { rank: evidenceRanks.record });
    expect(call([answered, hungUp, record])).toMatchObject({
      value: 'settling',
      context: { checkAt: 4_000, disposition: 'busy' },
    });
    expect(call([answered, hungUp, record, { type: 'SETTLED' }]).value).toBe('ended');
  });
});

describe('evidence', () => {
  test('given two results, when they come in either order, then the stronger one stands', () => {
    const record = ended('no-answer', { rank: evidenceRanks.record });
    const hangUp = ended('busy');
    expect(call([record, hangUp]).context).toEqual(call([hangUp, record]).context);
    expect(call([record, hangUp]).context.disposition).toBe('no-answer');
  });

  test('given two of equal rank, when they come in either order, then the longer call stands, else the greater code', () => {
    const [shorter, longer] = [ended('answered', talked(3)), ended('answered', talked(9))];
    expect(call([longer, shorter]).context.details?.['talkSeconds']).toBe(9);
    expect(call([shorter, longer]).context.details?.['talkSeconds']).toBe(9);
    expect(call([ended('rejected'), ended('busy')]).context).toEqual(
      call([ended('busy'), ended('rejected')]).context,
    );
  });

  test('given a timeout ended it, when the provider speaks later, then it is amended and stays ended', () => {
    const after = call([
      { type: 'AMBIGUOUS', searchUntil: 9_000, checkAt: 2_000 },
      { type: 'SEARCH_ENDED', at: 9_000 },
      ended('busy'),
    ]);
    expect(after).toMatchObject({ value: 'ended', context: { disposition: 'busy', endedAt: 9_000 } });
  });

  test('given a hang-up without a name of the call, when a weaker one has it, then it is noted', () => {
    const nameless = ended('busy', { rank: evidenceRanks.record, providerId: null });
    expect(call([nameless, ended('busy')]).context.providerId).toBe('call_1');
  });

  test('given a cancelled call, when it turns out to have rung, then it counts; else it does not', () => {
    const cancelled = ended('cancelled');
    expect(call([accepted, cancelled]).context.counts).toBe(false);
    expect(call([accepted, rang, cancelled]).context.counts).toBe(true);
    expect(call([accepted, cancelled, rang]).context.counts).toBe(true);
  });

  test('given a machine answered, when it is heard before or after the end, then the call is a machine', () => {
    expect(call([answered, heardMachine, ended('answered')]).context.disposition).toBe('machine');
    expect(call([answered, ended('answered'), heardMachine]).context.disposition).toBe('machine');
  });

  test('never asks for anything but to be found or ended', () => {
    const ambiguous = call([{ type: 'AMBIGUOUS', searchUntil: 9_000, checkAt: 2_000 }]);
    expect(ambiguous).toMatchObject({ value: 'unknown', effects: ['findTouch'] });
    expect(call([accepted, { type: 'END_WANTED' }])).toMatchObject({
      value: 'placed',
      effects: ['endTouch'],
      context: { endWanted: true },
    });
    expect(call([ended('busy'), { type: 'END_WANTED' }])).toMatchObject({ effects: [] });
  });
});

describe('any order, any number of times', () => {
  /** What one call can truly send: one end, told by hang-up and record alike. */
  const stories: readonly (readonly AttemptMachineEvent[])[] = [
    [accepted, rang, answered, confirmed, hungUp, { ...hungUp, rank: evidenceRanks.record }],
    [accepted, rang, answered, heardMachine, ended('answered', talked(3))],
    [accepted, rang, ended('busy'), ended('busy', { rank: evidenceRanks.record })],
    [accepted, rang, ended('cancelled'), ended('cancelled', { rank: evidenceRanks.record })],
    [accepted, ended('invalid')],
  ];
  /** Settling only delays the end; and who comes first sets the time. */
  const settled = (events: readonly AttemptMachineEvent[]): AttemptContext =>
    call([...events, { type: 'SETTLED' }]).context;

  test('gives the same row', () => {
    fc.assert(
      fc.property(
        fc
          .constantFrom(...stories)
          .chain((story) =>
            fc.tuple(
              fc.constant(story),
              fc.shuffledSubarray([...story], { minLength: story.length }),
              fc.array(fc.constantFrom(...story), { maxLength: 6 }),
            ),
          ),
        ([story, order, more]) => {
          expect(settled([...order, ...more])).toEqual({ ...settled(story) });
        },
      ),
      { numRuns: 150 },
    );
  });

  test('of several outcomes an opt-out wins, else the greater word, in any order', () => {
    const outcome = fc.option(fc.constantFrom('confirmed', 'opt-out', 'later'));
    fc.assert(
      fc.property(outcome, outcome, outcome, (a, b, c) => {
        expect(mergeOutcome(a, b)).toBe(mergeOutcome(b, a));
        expect(mergeOutcome(mergeOutcome(a, b), c)).toBe(mergeOutcome(a, mergeOutcome(b, c)));
      }),
    );
  });
});
