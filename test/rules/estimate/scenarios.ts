import { campaignDefinitionSchema } from '../../../src/channels/registry.ts';
import { createSeededRandom } from '../../../src/platform/random.ts';
import { createHolidays } from '../../../src/rules/windows/holidays.ts';
import { createWindows } from '../../../src/rules/windows/windows.ts';
import { liveThrough, type Scenario } from './true-campaign.ts';

const minute = 60_000;
const voice = { channel: 'voice', from: '+12025550100', flow: [{ speak: 'x' }] } as const;
const zonePool = [
  'America/New_York',
  'America/Chicago',
  'America/Los_Angeles',
  'Europe/Berlin',
  'Europe/London',
  'Australia/Sydney',
  'Asia/Kolkata',
];

/**
 * Draws a campaign from a seed: its size, zones, steps, limits and outcomes, an outage and a change of a limit. Each
 * call of the returned function starts the same campaign from the beginning.
 */
export function drawScenario(seed: number): () => Scenario {
  const random = createSeededRandom({ seed: seed * 7919 });
  const between = (from: number, to: number): number => from + random() * (to - from);
  const chance = (share: number): boolean => random() < share;
  const start = Date.UTC(2027, 2, 1, 14);
  const contacts = Math.round(between(100, 600));
  const after = chance(0.5) ? '1d' : '3d';
  const later = chance(0.4) ? [{ id: 'second', ...voice, after }] : [];
  const concurrent = Math.round(between(2, 15));
  const definition = campaignDefinitionSchema.parse({
    name: 'drawn',
    steps: [{ id: 'first', ...voice }, ...later],
    rateLimits: { concurrent, perSecond: between(0.5, 2) },
  });
  const windowOf = createWindows({ rules: definition.sendWindow, holidays: createHolidays() });
  const zones = zonePool.filter(() => chance(0.4));
  const pool = zones.length > 0 ? zones : zonePool.slice(0, 1);
  const windows = Array.from({ length: contacts }, () =>
    windowOf({ zones: [pool[Math.floor(random() * pool.length)] ?? ''], regions: ['US-NY'] }),
  );
  const missed = between(0.3, 0.6);
  const mix = {
    'no-answer': missed * 0.55,
    busy: missed * 0.2,
    machine: missed * 0.15,
    invalid: missed * 0.06,
    failed: missed * 0.04,
  };
  const seconds = {
    answered: [20, 120],
    'no-answer': [30, 50],
    busy: [2, 6],
    machine: [8, 15],
  } as const;
  const calm = (): Scenario => ({
    start,
    definition,
    windows,
    mix,
    seconds,
    outage: null,
    change: null,
    random: createSeededRandom({ seed }),
  });
  const length = (liveThrough(calm()).run() ?? start) - start;
  const from = start + between(0.05, 0.9) * length;
  const outage = { from, until: from + between(5, 30) * minute };
  const change = {
    at: start + between(0.1, 0.9) * length,
    concurrent: Math.max(1, Math.round(concurrent * (chance(0.5) ? 2 : 0.5))),
  };
  return () => ({ ...calm(), outage, change });
}
