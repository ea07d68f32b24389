import { beforeEach, describe, expect, test } from 'vitest';
import { knownCallingRules } from '../../src/rules/calling/calling-rules.ts';
import { rowOf } from '../support/builders/contacts.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';

const hour = 3_600_000;
const day = 24 * hour;
const always = { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' };
const often = { maxAttempts: 20, maxPerDay: 20, backoff: { first: '10m', max: '10m', jitter: 0 } };

let service: Awaited<ReturnType<typeof startScriptedService>>;

/** Every call is unanswered. Starts on Monday at 00:00 UTC. */
async function begin(calendar: { zones: string[]; regions: string[] }, over: object = {}): Promise<number[]> {
  const { id } = await service.create({ name: 'spring', sendWindow: always, retry: often, ...over });
  const row = rowOf(1);
  await service.enroll({ campaign: id, rows: [{ ...row, calendar }] });
  await service.startCampaign(id);
  const from = service.now();
  await service.pass(4 * day);
  return service.calls.map(({ at }) => (at - from) / hour);
}

describe('a campaign under calling rules', () => {
  beforeEach(async () => {
    service = await startScriptedService({
      startAt: Date.parse('2027-06-07T00:00:00Z'),
      calling: knownCallingRules,
      script: () => ({ afterMs: 10_000, disposition: 'no-answer' }),
    });
  });

  test('calls in the hours of the place, and at most as often as it allows in 24 hours, retries included', async () => {
    const calls = await begin({ zones: ['America/New_York'], regions: ['US-FL'] });
    expect(calls.length).toBeGreaterThan(6);
    // 08:00 to 20:00 in New York is 12:00 to 24:00 UTC in June.
    expect(calls.every((at) => at % 24 >= 12)).toBe(true);
    for (const at of calls)
      expect(calls.filter((other) => other > at - 24 && other <= at).length).toBeLessThanOrEqual(3);
  });

  test('counts 30 days', async () => {
    const calls = await begin({ zones: ['Europe/Paris'], regions: ['FR'] });
    expect(calls).toHaveLength(4);
    await service.pass(31 * day);
    expect(service.calls.length).toBeGreaterThan(4);
  });

  test('keeps only its own hours where it names an exception', async () => {
    const callingRules = {
      except: [
        { region: 'US', reason: 'test' },
        { region: 'US-FL', reason: 'test' },
      ],
    };
    const calls = await begin({ zones: ['America/New_York'], regions: ['US-FL'] }, { callingRules });
    expect(calls[0]).toBeLessThan(1);
    expect(calls).toHaveLength(20);
  });
});
