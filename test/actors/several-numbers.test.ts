import { beforeEach, expect, test } from 'vitest';
import type { EnrollableRow } from '../../src/domain/contact/contact.ts';
import { phoneAddress } from '../../src/domain/contact/address.ts';
import { rowOf } from '../support/builders/contacts.ts';
import type { LetterCampaignInput } from '../support/letters/descriptor.ts';
import type { ScriptedEnd } from '../support/service/channels/scripted-channel.ts';
import type { ScriptedService } from '../support/service/start-scripted-service.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';

const minute = 60_000;
const hour = 60 * minute;
const always = { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' } as const;

let service: ScriptedService;
let campaign: string;
/** How calls to a number end, by its last digit; by default nobody answers. */
let ends: Record<string, ScriptedEnd>;
beforeEach(async () => {
  ends = {};
  service = await startScriptedService({
    script: ({ address }) => ends[address.slice(-1)] ?? { afterMs: 20_000, disposition: 'no-answer' },
    beatMs: 12 * hour,
  });
});

const invalid: ScriptedEnd = { afterMs: 1_000, disposition: 'invalid' };
const numberOf = (digit: number): string => `+1202555010${digit}`;

/** A contact with these numbers, by their last digit. */
const contactWith = (row: number, digits: readonly number[]): EnrollableRow => {
  const plain = rowOf(row, { address: numberOf(digits[0] ?? 0) });
  const addresses = digits.map((digit) => phoneAddress(numberOf(digit)));
  return { ...plain, contact: { ...plain.contact, addresses } };
};

async function begin(
  rows: readonly EnrollableRow[],
  definition: Partial<LetterCampaignInput>,
): Promise<void> {
  ({ id: campaign } = await service.create({ name: 'spring', sendWindow: always, ...definition }));
  await service.enroll({ campaign, rows });
  await service.engine.command({ campaign, command: { name: 'start', startAt: null }, by: 'anna' });
}
/** The last digits of the numbers that were called, in order. */
const called = (): string => service.calls.map(({ address }) => address.slice(-1)).join('');
const person = async (position = 1) => {
  const [found] = await service.store.readEnrollments({ campaign, positions: [position] });
  if (!found) throw new Error(`no contact ${position}`);
  return found;
};
const retry = { maxAttempts: 2, maxPerDay: 9, backoff: { first: '1h', factor: 1, jitter: 0 } } as const;
const situation = async (): Promise<string> => {
  const record = await service.record(campaign);
  return (await service.queries.whyContact({ record, enrollment: await person() })).situation;
};

test('a number that does not exist is followed by the next one at once, and uses up no attempt of the step', async () => {
  ends = { 1: invalid, 2: invalid };
  await begin([contactWith(1, [1, 2, 3]), contactWith(2, [4])], { retry, rateLimits: { concurrent: 1 } });
  await service.pass(minute);
  // The next number comes before other contacts, and only after the end of the call to the last one.
  expect(called()).toBe('1234');
  const [first, second, third] = service.calls.map(({ at }) => at);
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(1_000);
  expect((third ?? 0) - (first ?? 0)).toBeLessThan(10_000);
  expect(await person()).toMatchObject({ attempts: 3, stepAttempts: 1, lines: { at: 2, dead: [0, 1] } });
  expect(await situation()).toMatch(
    /The next number is \+12025550103\. \+12025550101, \+12025550102 do not exist\.$/,
  );
  await service.pass(3 * hour);
  expect(called().replaceAll('4', '')).toBe('1233');
  expect(await person()).toMatchObject({ state: 'exhausted', attempts: 4, stepAttempts: 2 });
  const record = await service.record(campaign);
  const results = await Array.fromAsync(service.queries.results({ record }));
  expect(results.join('')).toMatch(/exhausted,no-answer,4,\S+,"[^\n]*, last at \+12025550103"/);
});

test('a contact without a number that exists ends as invalid, and the caps of the day are those of the person', async () => {
  ends = { 1: invalid, 2: invalid, 3: invalid };
  await begin([contactWith(1, [1, 2, 3])], { retry: { ...retry, maxPerDay: 2 } });
  await service.pass(hour);
  expect(called()).toBe('12');
  expect(await person()).toMatchObject({ state: 'waiting', waitReason: 'attempts.per-day' });
  await service.pass(24 * hour);
  expect(called()).toBe('123');
  expect(await person()).toMatchObject({ state: 'invalid', attempts: 3 });
});

test('with perNumber the numbers take turns, each of them for as many attempts', async () => {
  await begin([contactWith(1, [1, 2])], { retry: { ...retry, maxAttempts: 5, perNumber: 2 } });
  await service.pass(6 * hour);
  expect(called()).toBe('11221');
  expect((await person()).state).toBe('exhausted');
});

test('an opt-out at one number, or its suppression, ends all of them', async () => {
  ends = { 1: { afterMs: 20_000, disposition: 'answered', outcome: 'opt-out' } };
  await begin([contactWith(1, [1, 2]), contactWith(2, [3, 4])], { retry: { ...retry, perNumber: 1 } });
  await service.pass(minute);
  await service.engine.suppress({ client: 'default', address: numberOf(4), reason: 'asked', by: 'anna' });
  await service.pass(3 * hour);
  expect([...called()].sort().join('')).toBe('13');
  expect([(await person(1)).state, (await person(2)).state]).toEqual(['opted-out', 'suppressed']);
});

test('the next step begins with the first number that exists', async () => {
  ends = { 1: invalid };
  const steps = [
    { id: 'first', channel: 'voice', from: '+12025550100', flow: [{ speak: 'Hello.' }] },
    { id: 'second', channel: 'voice', from: '+12025550100', flow: [{ speak: 'Hello.' }], after: '1h' },
  ] as LetterCampaignInput['steps'];
  await begin([contactWith(1, [1, 2, 3])], { steps, retry: { ...retry, perNumber: 1 } });
  await service.pass(6 * hour);
  expect(called()).toBe('12323');
});
