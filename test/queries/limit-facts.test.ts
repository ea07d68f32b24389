import { describe, expect, test } from 'vitest';
import type { LimitReading } from '../../src/persistence/contract/attempts/limits.ts';
import type { CampaignFacts } from '../../src/queries/campaign-facts.ts';
import { limitFacts } from '../../src/queries/why/limit-facts.ts';
import { clientSettingsSchema } from '../../src/domain/campaign/client-settings.ts';
import { plainStep } from '../support/builders/campaigns.ts';
import { letterRegistry } from '../support/letters/descriptor.ts';
import { unlimited } from '../support/service/process.ts';

const now = Date.parse('2027-03-01T15:00:00Z');
const [first, second] = ['+12025550100', '+12025550101'];
const definition = letterRegistry.campaignDefinitionSchema.parse({
  name: 'two-callers',
  steps: [
    { ...plainStep, id: 'first', from: first },
    { ...plainStep, id: 'second', from: second, after: '1h' },
  ],
});

/** A caller ID that may start the next call at this instant. */
function nextStart(caller: string, at: number): [string, LimitReading] {
  const scope = `caller:${caller}`;
  return [scope, { scope, held: 0, nextFreeAt: at, hour: '', hourUsed: 0, day: '', dayUsed: 0 }];
}

function limitWith(readings: readonly [string, LimitReading][]): ReturnType<typeof limitFacts> {
  const campaignFacts = {
    now,
    channels: letterRegistry.channels,
    record: {
      id: 'cmp_1',
      client: 'default',
      listed: true,
      definition,
      counters: { open: 0, sending: null },
    },
    client: clientSettingsSchema.parse({}),
    period: {
      hour: '2027-03-01T15',
      day: '2027-03-01',
      nextHourAt: now + 3_600_000,
      nextDayAt: now + 86_400_000,
    },
    readings: new Map(readings),
  } as unknown as CampaignFacts;
  const caller = { concurrent: null, perSecond: 1 / 60 };
  return limitFacts({ campaignFacts, shared: { account: unlimited, global: unlimited, caller } });
}

describe('the next start of a campaign with two caller IDs', () => {
  test('is held back when both wait, until the first of them may call', () => {
    const limit = limitWith([nextStart(first, now + 40_000), nextStart(second, now + 20_000)]);
    // A start is handed out a second ahead.
    expect(limit).toEqual({ code: 'limit.per-second', until: now + 19_000 });
  });

  test('is not held back while one of them may call', () => {
    expect(limitWith([nextStart(first, now + 40_000), nextStart(second, now)])).toBeNull();
    expect(limitWith([nextStart(first, now + 40_000)])).toBeNull();
  });
});
