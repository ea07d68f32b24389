import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Disposition } from '../../src/domain/attempt/disposition.ts';
import { createSeededRandom } from '../../src/platform/random.ts';
import { activeEnrollmentStates } from '../../src/domain/contact/enrollment.ts';
import type { Why } from '../../src/queries/index.ts';
import { countsOf, recount } from './support/recount.ts';
import { rowOf } from '../support/builders/contacts.ts';
import type { Script } from '../support/service/channels/scripted-channel.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../support/service/start-scripted-service.ts';

const minute = 60_000;
const hour = 60 * minute;
const zones = ['America/New_York', 'America/Los_Angeles', 'Europe/Paris', 'Australia/Sydney'] as const;
const ends: readonly Disposition[] = [
  'answered',
  'busy',
  'no-answer',
  'machine',
  'failed',
  'rejected',
  'invalid',
];

const campaigns = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  people: fc.array(fc.constantFrom(...zones), { minLength: 1, maxLength: 25 }),
  concurrent: fc.integer({ min: 1, max: 6 }),
  perSecond: fc.constantFrom(2, 0.05),
  perHour: fc.option(fc.integer({ min: 3, max: 12 }), { nil: undefined }),
  perDay: fc.option(fc.integer({ min: 6, max: 20 }), { nil: undefined }),
  maxPerDay: fc.integer({ min: 1, max: 3 }),
  first: fc.constantFrom('4m', '20m', '3h'),
  steps: fc.integer({ min: 1, max: 2 }),
  outage: fc.boolean(),
});
type Campaign = typeof campaigns extends fc.Arbitrary<infer Value> ? Value : never;

function scriptOf({ seed, outage }: Campaign): Script {
  const random = createSeededRandom({ seed });
  return () => {
    if (outage && random() < 0.6) return { afterMs: 1_000, disposition: 'failed', fault: 'provider' };
    const disposition = ends[Math.floor(random() * ends.length)] ?? 'busy';
    return { afterMs: 5_000 + Math.floor(random() * 60_000), disposition };
  };
}

async function set(campaign: Campaign): Promise<{ service: ScriptedService; id: string }> {
  const { perHour, perDay, concurrent, perSecond, maxPerDay, first, steps, people } = campaign;
  const service = await startScriptedService({
    script: scriptOf(campaign),
    seed: campaign.seed,
    owner: 'caller',
  });
  const step = { channel: 'voice' as const, from: '+12025550100', flow: [{ speak: 'Hello' }] };
  const { id } = await service.create({
    name: 'random',
    steps: Array.from({ length: steps }, (_, index) => ({
      ...step,
      id: `step-${index}`,
      ...(index > 0 && { after: '40m' }),
    })),
    rateLimits: { concurrent, perSecond, ...(perHour && { perHour }), ...(perDay && { perDay }) },
    retry: { maxPerDay, backoff: { first, factor: 1.5 } },
  });
  const rows = people.map((timeZone, index) => rowOf(index + 1, { timeZone }));
  await service.enroll({ campaign: id, rows });
  await service.startCampaign(id);
  return { service, id };
}

async function remainingOf(service: ScriptedService, id: string): Promise<number> {
  const { counters } = await service.record(id);
  return activeEnrollmentStates.reduce((sum, state) => sum + (counters.states[state] ?? 0), 0);
}

const isRunning = async (service: ScriptedService, id: string): Promise<boolean> =>
  (await service.record(id)).state === 'running';

const total = ({ reasons }: Why): number => reasons.reduce((sum, { contacts }) => sum + contacts, 0);

describe('why, over random campaigns', () => {
  test('returns exactly one reason for each remaining contact, the one its row says', async () => {
    await fc.assert(
      fc.asyncProperty(
        campaigns,
        fc.array(fc.integer({ min: 1, max: 150 }), { minLength: 8, maxLength: 12 }),
        async (campaign, pauses) => {
          const { service, id } = await set(campaign);
          try {
            for (const minutes of pauses) {
              await service.pass(minutes * minute + 777);
              const record = await service.record(id);
              const why = await service.queries.why(record);
              expect(total(why)).toBe(await remainingOf(service, id));
              if (record.state !== 'running' || why.reasons.some(({ code }) => code === 'provider.down'))
                continue;
              const { store, windowsFor } = service;
              expect(countsOf(why)).toEqual(await recount({ store, record, windowsFor, now: service.now() }));
            }
          } finally {
            await service.close();
          }
        },
      ),
      { numRuns: 12, seed: 20270301, endOnFailure: true },
    );
  });

  test('is true to its time: nothing starts before it, and at it something starts or another reason stands', async () => {
    await fc.assert(
      fc.asyncProperty(campaigns, async (campaign) => {
        const { service, id } = await set(campaign);
        let last: { at: number; why: Why } | null = null;
        const known = new Set<string>();
        const faults: string[] = [];
        const look = async (): Promise<void> => {
          if (!(await isRunning(service, id))) return;
          const at = service.now();
          const record = await service.record(id);
          const minted = await service.store.listAttempts({ campaign: id, limit: 50 });
          const fresh = minted.items.filter((attempt) => !known.has(attempt.id));
          for (const attempt of fresh) known.add(attempt.id);
          const why = await service.queries.why(record);
          const when = new Date(at).toISOString();
          if (total(why) !== (await remainingOf(service, id))) faults.push(`${when}: somebody has no reason`);
          const until = last?.why.until ? Date.parse(last.why.until) : null;
          if (last && until !== null) {
            const tooEarly = fresh.filter(({ mintedAt }) => mintedAt < until);
            if (tooEarly.length > 0) faults.push(`${when}: started in spite of: ${last.why.summary}`);
            const isLate = at > until + 2_000 && fresh.length === 0;
            if (isLate && isDeepStrictEqual(why, last.why))
              faults.push(`${when}: stands still: ${why.summary}`);
          }
          last = { at, why };
        };
        try {
          await service.time.run({ limitMs: 30 * hour, afterEach: look, done: () => faults.length > 0 });
          expect(faults).toEqual([]);
        } finally {
          await service.close();
        }
      }),
      { numRuns: 5, seed: 301, endOnFailure: true },
    );
  });
});
