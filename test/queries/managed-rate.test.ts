import { expect, test } from 'vitest';
import type { CampaignFacts } from '../../src/queries/campaign-facts.ts';
import { managedPerSecond } from '../../src/queries/progress/managed-rate.ts';
import { estimateEnd } from '../../src/rules/estimate.ts';
import type { EstimateGroup, EstimateLimits } from '../../src/rules/estimate.ts';
import { createSeededRandom } from '../../src/platform/random.ts';
import { noCaps } from '../../src/rules/person/attempt-caps.ts';
import { letterRegistry } from '../support/letters/descriptor.ts';

const minute = 60_000;
const now = Date.parse('2027-03-01T15:00:00Z');

const alwaysOpen: EstimateGroup['window'] = {
  isOpen: () => true,
  nextOpening: (at) => at,
  closing: () => null,
  localDay: (at) => new Date(at).toISOString().slice(0, 10),
  nextDay: (at) => at + 1_440 * minute,
  timeZone: 'UTC',
  calling: [],
  caps: noCaps,
};
const closed: EstimateGroup['window'] = { ...alwaysOpen, isOpen: () => false };

const limits: EstimateLimits = {
  concurrent: 10_000,
  perSecond: 1_000,
  perHour: null,
  perDay: null,
  perHourUsed: 0,
  perDayUsed: 0,
  quotaZone: 'UTC',
};

type Given = {
  ratePerMinute?: number | null;
  open?: number;
  resumedAt?: number;
  limits?: Partial<EstimateLimits>;
  groups?: readonly EstimateGroup[];
};

const many: EstimateGroup = { window: alwaysOpen, newcomers: 100_000, due: [], inFlight: 0 };

function managed({
  ratePerMinute = 30_000,
  open = 500,
  resumedAt,
  groups = [many],
  ...given
}: Given): number {
  const campaignFacts = {
    now,
    record: { counters: { open } },
    status: { context: { resumedAt: resumedAt ?? null } },
  } as CampaignFacts;
  return managedPerSecond({ campaignFacts, groups, limits: { ...limits, ...given.limits }, ratePerMinute });
}

test('a campaign with free slots and due contacts is as fast as its instance', () => {
  expect(managed({})).toBe(500);
  expect(managed({ resumedAt: now - 6 * minute })).toBe(500);
  const due = [{ at: now - 1, contacts: 100_000 }];
  expect(managed({ groups: [{ ...many, newcomers: 0, due }] })).toBe(500);
});

test.each<Given & { name: string }>([
  { name: 'nothing is known of its rate', ratePerMinute: null },
  { name: 'it is slow', ratePerMinute: 900 },
  { name: 'its slots are in use', open: 9_000 },
  { name: 'it was paused in the last five minutes', resumedAt: now - minute },
  { name: 'it has a quota per hour', limits: { perHour: 40_000 } },
  { name: 'it has a quota per day', limits: { perDay: 40_000 } },
  { name: 'it has a warm-up', limits: { warmUp: { caps: [40_000], used: 0 } } },
  { name: 'few contacts are due', groups: [{ ...many, newcomers: 10_000 }] },
  { name: 'its windows are closed', groups: [{ ...many, window: closed }] },
  {
    name: 'its contacts are due later',
    groups: [{ ...many, newcomers: 0, due: [{ at: now + minute, contacts: 100_000 }] }],
  },
])('its limits decide if $name', (given) => {
  expect(managed(given)).toBe(Infinity);
});

const definition = letterRegistry.campaignDefinitionSchema.parse({
  name: 'spring',
  client: 'north',
  steps: [{ id: 'call', channel: 'voice', from: '+12025550100', flow: [{ speak: 'Hello' }] }],
  retry: { maxAttempts: 1 },
});

test('the estimate of an instance at half the limit takes twice the time', () => {
  const minutesAt = (perSecond: number): number => {
    const estimate = estimateEnd({
      now,
      groups: [many],
      rules: { ...definition, channels: letterRegistry.channels },
      limits: { ...limits, perSecond },
      observed: { dispositions: { answered: 50_000 }, occupiedSeconds: 2 },
      blockedUntil: null,
      random: createSeededRandom({ seed: 3 }),
    });
    return ((estimate?.likely ?? 0) - now) / minute;
  };
  const ratio = minutesAt(Math.min(limits.perSecond, managed({}))) / minutesAt(limits.perSecond);
  expect(ratio).toBeGreaterThan(1.8);
  expect(ratio).toBeLessThan(2.2);
});
