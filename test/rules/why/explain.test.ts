import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logDescriptor } from '../../../src/channels/log/descriptor.ts';
import { voiceDescriptor } from '../../../src/channels/voice/descriptor.ts';
import { campaignStates, doings } from '../../../src/domain/campaign/campaign.ts';
import { waitReasons } from '../../../src/domain/contact/enrollment.ts';
import { explain, type GroupFacts, type WhyFacts } from '../../../src/rules/why.ts';

const at = (text: string): number => Date.parse(text);
const now = at('2027-03-01T21:42:05Z');
const facts = (over: Partial<WhyFacts> = {}): WhyFacts => ({
  now,
  state: 'running',
  doing: 'dispatching',
  words: voiceDescriptor.words,
  remaining: 0,
  inFlight: 0,
  pausedContacts: 0,
  review: { contacts: 0, until: null },
  observing: { contacts: 0, until: null },
  pauseReason: null,
  startsAt: null,
  emergencyStop: null,
  isRun: true,
  isTimeUnknown: false,
  clockBehindMs: 0,
  providerDown: null,
  canary: null,
  heldByCanary: 0,
  groups: [],
  limit: null,
  ...over,
});
const group = (over: Partial<GroupFacts> = {}): GroupFacts => ({
  timeZone: 'America/New_York',
  open: true,
  opensAt: null,
  ready: 0,
  dueWithoutContact: 0,
  later: [],
  ...over,
});
const sydney = group({
  timeZone: 'Australia/Sydney',
  open: false,
  opensAt: at('2027-03-01T22:00:00Z'),
  ready: 42,
});

describe('why nothing is dialled', () => {
  test('counts contacts outside their hours, waiting and in a call', () => {
    const retry = {
      waitReason: 'retry.waiting' as const,
      contacts: 71,
      until: at('2027-03-01T22:10:00Z'),
      isWithoutContact: false,
    };
    const groups = [sydney, group({ later: [retry] })];
    const situation =
      'Nothing is dialled until 09:00 in Sydney (22:00 UTC): 42 contacts are outside their hours, ' +
      '71 wait for a retry; 10 calls are still on the phone.';
    expect(explain(facts({ doing: 'waiting', remaining: 123, inFlight: 10, groups }))).toEqual({
      state: 'running',
      doing: 'waiting',
      until: '2027-03-01T22:00:00Z',
      summary: situation,
      situation,
      reasons: [
        { code: 'window.closed', contacts: 42, until: '2027-03-01T22:00:00Z', timeZone: 'Australia/Sydney' },
        { code: 'retry.waiting', contacts: 71, until: '2027-03-01T22:10:00Z' },
        { code: 'attempt.in-flight', contacts: 10, until: null },
      ],
    });
  });

  test('names the window before the delay of a contact, and each zone once', () => {
    const until = at('2027-03-04T00:00Z');
    const later = [{ waitReason: 'retry.waiting' as const, contacts: 8, until, isWithoutContact: false }];
    const opensLater = at('2027-03-01T23:00Z');
    const groups = [
      { ...sydney, opensAt: opensLater },
      { ...sydney, ready: 1, later },
    ];
    expect(explain(facts({ remaining: 51, groups })).reasons).toEqual([
      { code: 'window.closed', contacts: 51, until: '2027-03-01T22:00:00Z', timeZone: 'Australia/Sydney' },
    ]);
  });

  test('reports a contact that can never be contacted', () => {
    const never = explain(facts({ remaining: 1, groups: [group({ open: false, ready: 1 })] }));
    expect(never.until).toBeNull();
    expect(never.reasons.map(({ code }) => code)).toEqual(['window.never']);
    expect(never.summary).toBe('Nothing is dialled now: 1 contact has no hours in which contact is allowed.');
  });

  test('applies a pause to every contact that is not in flight', () => {
    const paused = explain(
      facts({
        state: 'paused',
        doing: null,
        remaining: 52,
        inFlight: 10,
        pauseReason: 'client asked',
        groups: [sydney],
      }),
    );
    expect(paused.reasons).toEqual([
      { code: 'campaign.paused', contacts: 42, until: null },
      { code: 'attempt.in-flight', contacts: 10, until: null },
    ]);
    expect(paused.summary).toBe(
      'The campaign is paused (client asked): 42 contacts wait; 10 calls are still on the phone.',
    );
  });

  test('considers the campaign first, then the client, the clock and the provider', () => {
    const all = {
      remaining: 3,
      emergencyStop: 'every-client' as const,
      isRun: false,
      isTimeUnknown: true,
      providerDown: { until: now + 30_000 },
    };
    const codes = [
      facts({ ...all, state: 'draft' }),
      facts({ ...all, state: 'scheduled', startsAt: now + 60_000 }),
      facts(all),
      facts({ ...all, emergencyStop: null }),
      facts({ ...all, emergencyStop: null, isRun: true }),
      facts({ ...all, emergencyStop: null, isRun: true, isTimeUnknown: false }),
    ].map((input) => explain(input).reasons.map(({ code }) => code));
    expect(codes).toEqual([
      ['campaign.draft'],
      ['campaign.scheduled'],
      ['emergency.stop'],
      ['campaign.no-owner'],
      ['clock.unknown'],
      ['provider.down'],
    ]);
  });

  test('names the start of a scheduled campaign and the next try of the provider', () => {
    const startsAt = at('2027-03-01T23:00:00Z');
    expect(explain(facts({ state: 'scheduled', startsAt, remaining: 2 }))).toMatchObject({
      until: '2027-03-01T23:00:00Z',
      summary: 'The campaign starts at 23:00 UTC: 2 contacts wait.',
    });
    expect(explain(facts({ providerDown: { until: startsAt }, remaining: 2 })).until).toBe(
      '2027-03-01T23:00:00Z',
    );
  });

  test('counts due contacts under a limit, and the others under their own delay', () => {
    const until = at('2027-03-02T05:00:00Z');
    const later = [
      { waitReason: 'retry.waiting' as const, contacts: 4, until: now + 60_000, isWithoutContact: false },
      { waitReason: 'attempts.per-day' as const, contacts: 2, until: until + 1000, isWithoutContact: false },
    ];
    const why = explain(
      facts({ remaining: 12, groups: [group({ ready: 6, later })], limit: { code: 'quota.daily', until } }),
    );
    expect(why.reasons.map(({ code, contacts }) => [code, contacts])).toEqual([
      ['attempts.per-day', 2],
      ['retry.waiting', 4],
      ['quota.daily', 6],
    ]);
    expect(why.until).toBe('2027-03-02T05:00:00Z');
  });

  test('names no time if a slot may become free at any moment', () => {
    const limit = { code: 'limit.concurrent' as const, until: null };
    const why = explain(facts({ remaining: 60, inFlight: 10, groups: [sydney, group({ ready: 8 })], limit }));
    expect(why.until).toBeNull();
    expect(why.summary).toContain(
      'Contacts are being called: 42 contacts are outside their hours, 8 wait for',
    );
  });

  test('does not count contacts under a limit if their step contacts no one', () => {
    const [soon, retryAt, until] = [now + 40_000, now + 20_000, at('2027-03-02T05:00:00Z')];
    const later = [
      { waitReason: 'retry.waiting' as const, contacts: 4, until: retryAt, isWithoutContact: false },
      { waitReason: 'step.waiting' as const, contacts: 2, until: soon, isWithoutContact: true },
    ];
    const groups = [group({ ready: 6, later })];
    const quota = explain(facts({ remaining: 12, groups, limit: { code: 'quota.warm-up', until } }));
    expect(Date.parse(quota.until ?? '')).toBe(soon);
    const full = explain(facts({ remaining: 12, groups, limit: { code: 'limit.concurrent', until: null } }));
    expect(Date.parse(full.until ?? '')).toBe(soon);
    const due = [group({ ready: 6, dueWithoutContact: 3 })];
    const atOnce = explain(facts({ remaining: 9, groups: due, limit: { code: 'quota.daily', until } }));
    expect(atOnce.reasons).toEqual([
      { code: 'step.waiting', contacts: 3, until: '2027-03-01T21:42:05Z' },
      { code: 'quota.daily', contacts: 6, until: '2027-03-02T05:00:00Z' },
    ]);
    const opensAt = now + 30_000;
    const closed = [group({ ready: 6 }), group({ open: false, opensAt, dueWithoutContact: 1, ready: 2 })];
    const window = explain(facts({ remaining: 9, groups: closed, limit: { code: 'quota.daily', until } }));
    expect(Date.parse(window.until ?? '')).toBe(opensAt);
  });

  test('does not count the deadline of a review as a start', () => {
    const review = { contacts: 2, until: now + 1000 };
    expect(explain(facts({ remaining: 2, review })).until).toBeNull();
  });

  test('has no reasons if no contact is left', () => {
    expect(explain(facts({ state: 'completed', doing: null }))).toEqual({
      state: 'completed',
      doing: null,
      until: null,
      summary: 'No contact is left.',
      situation: 'No contact is left.',
      reasons: [],
    });
  });

  test('counts every remaining contact exactly once, for any facts', () => {
    const count = fc.nat(50);
    const instant = fc.option(fc.integer({ min: now, max: now + 1e9 }));
    const later = fc.record({
      waitReason: fc.constantFrom(...waitReasons),
      contacts: count,
      until: instant,
      isWithoutContact: fc.boolean(),
    });
    const anyGroup = fc.record({
      timeZone: fc.constantFrom('America/New_York', 'Australia/Sydney', 'UTC'),
      open: fc.boolean(),
      opensAt: instant,
      ready: count,
      dueWithoutContact: count,
      later: fc.array(later, { maxLength: 4 }),
    });
    const anyFacts: fc.Arbitrary<WhyFacts> = fc.record({
      now: fc.constant(now),
      state: fc.oneof(fc.constant('running' as const), fc.constantFrom(...campaignStates)),
      doing: fc.option(fc.constantFrom(...doings)),
      words: fc.constantFrom(voiceDescriptor.words, logDescriptor.words),
      remaining: fc.nat(300),
      inFlight: count,
      pausedContacts: count,
      review: fc.record({ contacts: count, until: instant }),
      observing: fc.record({ contacts: count, until: instant }),
      pauseReason: fc.option(fc.string()),
      startsAt: instant,
      emergencyStop: fc.constantFrom(null, 'client' as const, 'every-client' as const),
      isRun: fc.boolean(),
      isTimeUnknown: fc.boolean(),
      clockBehindMs: fc.constantFrom(0, 90_000),
      providerDown: fc.option(fc.record({ until: instant })),
      canary: fc.option(fc.record({ contacts: count, started: count, results: count, isFull: fc.boolean() })),
      heldByCanary: count,
      groups: fc.array(anyGroup, { maxLength: 4 }),
      limit: fc.option(
        fc.record({
          code: fc.constantFrom('quota.daily', 'quota.hourly', 'limit.concurrent', 'limit.per-second'),
          until: instant,
        }),
      ),
    });
    fc.assert(
      fc.property(anyFacts, (input) => {
        const { reasons, summary } = explain(input);
        expect(reasons.reduce((sum, { contacts }) => sum + contacts, 0)).toBe(input.remaining);
        expect(reasons.every(({ contacts }) => contacts > 0)).toBe(true);
        const keys = reasons.map(({ code, timeZone }) => `${code} ${timeZone ?? ''}`);
        expect(new Set(keys).size).toBe(keys.length);
        expect(summary).toMatch(/^[A-Z].*\.$/su);
      }),
      { numRuns: 500 },
    );
  });
});
