import { describe, expect, test } from 'vitest';
import { campaignStates } from '../../src/domain/campaign/campaign.ts';
import { canaryLimitsSchema, emptyCanary } from '../../src/domain/campaign/canary.ts';
import {
  campaignCommands,
  campaignMachine as machine,
} from '../../src/machines/campaign/campaign-machine.ts';
import type {
  Assessment,
  CampaignContext,
  CampaignMachineEvent,
} from '../../src/machines/campaign/campaign-machine.ts';
import { breaches, campaignModel, reachableStrides, valueOf } from './models.ts';
import { walk } from './walk.ts';
import type { Walked } from './walk.ts';

const campaign = (events: readonly CampaignMachineEvent[]) =>
  walk({ machine, input: undefined, events }) as Walked<CampaignContext>;

const start = { type: 'START', at: 1_000, startAt: null } as const;
const pause = { type: 'PAUSE', at: 2_000, pause: { cause: 'operator', by: 'ops', reason: null } } as const;
const resume = { type: 'RESUME', at: 5_000 } as const;
const cancel = { type: 'CANCEL', at: 6_000, hangUp: false } as const;
const expire = { type: 'EXPIRE', at: 7_000 } as const;
const fail = { type: 'FAIL', at: 8_000, code: 'campaign.unreadable', detail: 'test' } as const;
const facts: Assessment = {
  type: 'ASSESSED',
  at: 9_000,
  remaining: 5,
  open: 1,
  mayGrow: false,
  waiting: null,
};
const finished = { ...facts, remaining: 0, open: 0 };
const strides = reachableStrides(campaignModel);
const topOf = (value: unknown): string => valueOf(value as string).split('.')[0] ?? '';

describe('every path', () => {
  test('leads from state to state as the design says, and ends are left only for the archive', () => {
    const ways = new Map<string, Set<string>>();
    for (const { state, nextState } of strides) {
      const [from, to] = [topOf(state.value), topOf(nextState.value)];
      if (from !== to) ways.set(from, (ways.get(from) ?? new Set()).add(to));
    }
    expect(Object.fromEntries([...ways].map(([from, to]) => [from, [...to].sort()]))).toEqual({
      draft: ['cancelling', 'completed', 'failed', 'paused', 'running', 'scheduled'],
      scheduled: ['cancelling', 'draft', 'failed', 'paused', 'running'],
      running: ['cancelling', 'completed', 'failed', 'paused'],
      paused: ['cancelling', 'failed', 'running', 'scheduled'],
      cancelling: ['cancelled', 'failed'],
      cancelled: ['archived'],
      completed: ['archived'],
      failed: ['archived'],
    });
  });

  test('has the pause in its context exactly while it is paused', () => {
    const wrong = breaches(strides, ({ nextState: { value, context } }) => {
      return (
        (context.pause !== null) !== (value === 'paused') ||
        (context.pausedAt !== null) !== (value === 'paused')
      );
    });
    expect(wrong).toEqual([]);
  });

  test('says what it waits for exactly while it waits, and when it ended once it has', () => {
    const over = ['completed', 'cancelled', 'failed', 'archived'];
    const wrong = breaches(strides, ({ nextState: { value, context } }) => {
      const isWaiting = valueOf(value) === 'running.waiting';
      return (
        (context.waiting !== null) !== isWaiting || (context.endedAt !== null) !== over.includes(topOf(value))
      );
    });
    expect(wrong).toEqual([]);
  });

  test('never completes while a contact is left, something is open or more may come', () => {
    const wrong = breaches(strides, ({ state, event, nextState }) => {
      if (nextState.value !== 'completed' || state.value === 'completed') return false;
      const { remaining, open, mayGrow } = event as Assessment;
      return remaining !== 0 || open !== 0 || mayGrow;
    });
    expect(wrong).toEqual([]);
  });

  test('voids every permit whenever it stops starting', () => {
    const stops = [pause, cancel, expire, fail].map((stop) => campaign([start, stop]).effects);
    const both = expect.arrayContaining(['voidPermits', 'cancelQueuedTouches']);
    expect(stops).toEqual([both, both, both, both]);
  });
});

describe('commands', () => {
  /** What each state does with each command; what is not there is refused with a 409. */
  const taken: Readonly<Record<string, readonly string[]>> = {
    draft: ['START', 'CANCEL'],
    scheduled: ['UNSCHEDULE', 'PAUSE', 'CANCEL'],
    running: ['PAUSE', 'CANCEL'],
    paused: ['RESUME', 'CANCEL'],
    cancelled: ['ARCHIVE'],
    completed: ['ARCHIVE'],
    failed: ['ARCHIVE'],
  };

  test.each(campaignStates)('%s takes or refuses each of them', (name) => {
    const moved = strides.filter(
      ({ state, nextState }) => topOf(state.value) === name && nextState !== state,
    );
    const types = new Set(moved.map(({ event }) => event.type));
    expect(campaignCommands.filter((command) => types.has(command))).toEqual(taken[name] ?? []);
  });
});

describe('a pause', () => {
  test('given it lasted three seconds, when resumed, then all stored due times moved by as much, in one write', () => {
    const { value, context } = campaign([start, pause, resume]);
    expect(value).toEqual({ running: 'dispatching' });
    expect(context).toMatchObject({ heldMs: 3_000, pausedAt: null, resumedAt: 5_000, startedAt: 1_000 });
    expect(
      campaign([start, pause, resume, { ...pause, at: 6_000 }, { ...resume, at: 7_000 }]).context.heldMs,
    ).toBe(4_000);
  });

  test('given a planned start, when resumed before it, then it is scheduled again; after it, it runs', () => {
    const planned = { ...start, startAt: 10_000 };
    expect(campaign([planned, pause, resume]).value).toBe('scheduled');
    expect(campaign([planned, pause, { ...resume, at: 11_000 }]).value).toEqual({ running: 'dispatching' });
  });

  test('given it expires meanwhile, then it drains and is not paused any more', () => {
    const { value, context } = campaign([start, pause, expire]);
    expect(value).toEqual({ running: 'draining' });
    expect(context).toMatchObject({ expired: true, pause: null, pausedAt: null, heldMs: 5_000 });
  });

  test('given it is cancelled instead, then live calls finish first', () => {
    expect(campaign([start, pause, cancel, { ...facts, open: 1 }]).value).toBe('cancelling');
    expect(campaign([start, pause, cancel, { ...facts, open: 0 }]).value).toBe('cancelled');
  });
});

describe('what a running campaign does', () => {
  const wait = { ...facts, waiting: { reason: 'window.closed', until: 20_000 } } as const;

  test('given nothing can start, then it waits for that until then; and dispatches again when something can', () => {
    expect(campaign([start, wait])).toMatchObject({
      value: { running: 'waiting' },
      context: { waiting: { reason: 'window.closed', until: 20_000 } },
    });
    expect(campaign([start, wait, facts])).toMatchObject({
      value: { running: 'dispatching' },
      context: { waiting: null },
    });
  });

  test('given only open attempts are left, then it drains, then completes', () => {
    expect(campaign([start, { ...facts, remaining: 2, open: 2 }]).value).toEqual({ running: 'draining' });
    expect(campaign([start, { ...facts, remaining: 2, open: 2 }, finished])).toMatchObject({
      value: 'completed',
      context: { endedAt: 9_000 },
    });
  });

  test('given one that drained is retried, then it waits for that', () => {
    expect(campaign([start, { ...facts, remaining: 1, open: 1 }, { ...wait, open: 0 }]).value).toEqual({
      running: 'waiting',
    });
  });
});

describe('a provider that is given up', () => {
  const outage = {
    type: 'OUTAGE',
    at: 2_000,
    pause: { cause: 'provider-outage', by: 'system', reason: 'three probes in a row failed' },
  } as const;

  test('given a running campaign, then it pauses and alerts, and dispatches again when it is resumed', () => {
    expect(
      campaign([start, { ...facts, waiting: { reason: 'provider.down', until: null } }, outage]),
    ).toMatchObject({
      value: 'paused',
      effects: ['alert', 'voidPermits'],
      context: { pausedAt: 2_000, pause: { cause: 'provider-outage', by: 'system' }, waiting: null },
    });
    expect(campaign([start, outage, resume])).toMatchObject({
      value: { running: 'dispatching' },
      context: { heldMs: 3_000, pause: null },
    });
  });

  test('given a campaign that does not run, then it changes nothing', () => {
    expect(campaign([start, pause, outage]).context.pause).toMatchObject({ cause: 'operator' });
    expect(campaign([start, cancel, outage]).value).toBe('cancelling');
  });
});

describe('a canary start', () => {
  const plan = { contacts: 20, limits: canaryLimitsSchema.parse({}) };
  const begun = { ...start, canary: plan };
  const { begun: _, ...figures } = emptyCanary();
  const verdict = { at: 4_000, over: ['failed'], figures } as const;
  const passed = { type: 'JUDGED', at: 4_000, verdict: { ...verdict, over: [] }, pause: null } as const;
  const failed = {
    type: 'JUDGED',
    at: 4_000,
    verdict,
    pause: { cause: 'canary', by: 'system', reason: 'test' },
  } as const;

  test('given a verdict without a pause, then the campaign keeps its state and notes the verdict', () => {
    const { value, context } = campaign([begun, passed]);
    expect(value).toEqual({ running: 'dispatching' });
    expect(context.canary).toEqual({ ...plan, verdict: passed.verdict });
  });

  test('given a verdict with a pause, then it pauses, and a resume keeps the verdict', () => {
    const { value, context, effects } = campaign([begun, failed]);
    expect([value, context.pause, effects]).toEqual(['paused', failed.pause, ['voidPermits']]);
    expect(campaign([begun, failed, resume])).toMatchObject({
      value: { running: 'dispatching' },
      context: { pause: null, canary: { verdict } },
    });
  });

  test('given a planned start, then it is kept until the start, and forgotten with a return to draft', () => {
    const planned = { ...begun, startAt: 10_000 };
    expect(campaign([planned, { type: 'DUE', at: 10_000 }]).context.canary).toEqual({
      ...plan,
      verdict: null,
    });
    expect(campaign([planned, { type: 'UNSCHEDULE' }]).context.canary).toBe(null);
  });

  test('given the campaign is paused or over, then no verdict changes it', () => {
    expect(campaign([begun, pause, failed]).context.pause).toMatchObject({ cause: 'operator' });
    expect(campaign([begun, cancel, failed]).value).toBe('cancelling');
  });
});
