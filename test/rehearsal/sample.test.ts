import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { campaignDefinitionSchema } from '../../src/channels/registry.ts';
import type { EnrollableRow } from '../../src/domain/contact/contact.ts';
import { rehearse } from '../../src/rehearsal/rehearse.ts';
import type { RehearsalInput, RehearsalProgress } from '../../src/rehearsal/rehearse.ts';
import { inProportion, sampleSize } from '../../src/rehearsal/sample/in-proportion.ts';
import { readList } from '../../src/rehearsal/sample/read-list.ts';
import type { ListPiece } from '../../src/rehearsal/sample/read-list.ts';
import { createSeededRandom } from '../../src/platform/random.ts';
import { coverage, rangesOf } from '../../src/rehearsal/prediction.ts';
import { mostUnseen, rangeOfFew } from '../../src/rehearsal/sample/few-seen.ts';
import { createSampler } from '../../src/rehearsal/sample/sampler.ts';
import { rowOf, rowsOf } from '../support/builders/contacts.ts';
import { unlimited } from '../support/service/process.ts';

const shared = { account: unlimited, global: unlimited, caller: unlimited };

const definitionWith = (rateLimits: Record<string, unknown>) =>
  campaignDefinitionSchema.parse({
    name: 'spring',
    client: 'north',
    steps: [{ id: 'only', channel: 'voice', from: '+12025550100', flow: [{ speak: 'Hello.' }] }],
    rateLimits,
  });

const zoneOf = ({ calendar }: EnrollableRow): string | undefined => calendar.zones[0];

async function* listOf(rows: readonly EnrollableRow[]): AsyncGenerator<ListPiece> {
  for (let start = 0; start < rows.length; start += 100) {
    yield { rows: rows.slice(start, start + 100), rejected: [], optOuts: [] };
  }
}

describe('a sample of a list', () => {
  /** Two thirds of the rows are in New York, one third is in Denver, and a few are in Honolulu. */
  const rows = rowsOf(3_000).map((row, index) => {
    if (index < 10) return { ...row, calendar: { zones: ['Pacific/Honolulu'], regions: [] } };
    return index % 3 === 0 ? { ...row, calendar: { zones: ['America/Denver'], regions: [] } } : row;
  });
  const sampleOf = (most: number): EnrollableRow[] => {
    const sampler = createSampler({ mostFor: () => most });
    rows.forEach(sampler.add);
    return sampler.rows();
  };

  test('has each time zone in proportion and the order of the list', () => {
    const sample = sampleOf(300);
    expect(sample).toHaveLength(300);
    const counts = Map.groupBy(sample, zoneOf);
    expect(counts.get('America/Denver')?.length).toBeGreaterThanOrEqual(98);
    expect(counts.get('America/Denver')?.length).toBeLessThanOrEqual(101);
    expect(counts.get('Pacific/Honolulu')).toHaveLength(1);
    const order = sample.map(({ row }) => row);
    expect(order).toEqual([...order].sort((left, right) => left - right));
    expect(sampleOf(300)).toEqual(sample);
  });

  test('is the whole list if it is short enough', () => {
    expect(sampleOf(3_000)).toEqual(rows);
  });

  test('counts every row of the list: duplicates, rejected rows and opt-outs', async () => {
    const [first] = rows;
    if (!first) throw new Error('the list has rows');
    const read = await readList({
      list: (async function* () {
        yield* listOf(rows);
        yield {
          rows: [{ ...first, row: 3_001 }],
          rejected: [{ row: 3_002, code: 'contact.phone-invalid', detail: 'no number', cells: [] }],
          // Every contact opts out in a later row, so everyone in the sample is barred.
          optOuts: rows.map(({ address }, index) => ({
            row: 3_003 + index,
            marks: [{ key: address, reason: 'opted-out' }],
          })),
        };
      })(),
      mostFor: () => 300,
      onRows: () => undefined,
    });
    expect(read).toMatchObject({ contacts: 3_000, optedOut: 3_000, addressesSuppressed: 3_000 });
    expect(read.skipped).toEqual([
      { code: 'contact.phone-invalid', rows: 1, firstRow: 3_002, detail: 'no number' },
      { code: 'contact.duplicate', rows: 1, firstRow: 3_001, detail: expect.any(String) },
    ]);
    expect(read.optOuts.map(({ row }) => row)).toEqual(read.rows.map(({ row }) => row));
  });
});

describe('limits in proportion to a sample', () => {
  const play = (rateLimits: Record<string, unknown>, scale: number) =>
    inProportion({ definition: definitionWith(rateLimits), shared, scale });

  test('are divided by the scale', () => {
    const { definition, stretch } = play({ concurrent: 200, perSecond: 5, perHour: 600, perDay: 2_000 }, 10);
    expect(definition.rateLimits).toMatchObject({
      concurrent: 20,
      perSecond: 0.5,
      perHour: 60,
      perDay: 200,
    });
    expect(stretch).toBe(1);
  });

  test.each([
    { concurrent: 10, scale: 40, slots: 1, stretch: 4 },
    { concurrent: 25, scale: 10, slots: 3, stretch: 1.2 },
  ])('$concurrent slots for one of $scale contacts: longer calls make up for whole slots', (expected) => {
    const { definition, stretch } = play({ concurrent: expected.concurrent }, expected.scale);
    expect(definition.rateLimits.concurrent).toBe(expected.slots);
    expect(stretch).toBeCloseTo(expected.stretch);
  });

  test('a quota makes the sample larger if it would be too small to be divided', () => {
    const { rateLimits: free } = definitionWith({});
    const { rateLimits: rates } = definitionWith({ perHour: 100 });
    expect(sampleSize({ contacts: 100_000, most: 1_000, rates: free })).toBe(1_000);
    expect(sampleSize({ contacts: 100_000, most: 1_000, rates })).toBe(20_000);
    expect(sampleSize({ contacts: 1_000, most: 1_000, rates: free })).toBe(1_000);
  });
});

describe('what a sample has rarely', () => {
  /** The exact bounds that leave out a tenth at each end, from the table of Garwood (1936). */
  test.each([
    { seen: 0, low: 0, high: 2.303 },
    { seen: 1, low: 0.105, high: 3.89 },
    { seen: 5, low: 2.433, high: 9.275 },
    { seen: 20, low: 14.525, high: 27.045 },
  ])('has a mean of $low to $high if it was seen $seen times', ({ seen, low, high }) => {
    const range = rangeOfFew({ low: seen, high: seen });
    expect(range.low).toBeCloseTo(low, 2);
    expect(range.high).toBeCloseTo(high, 2);
  });

  test('has no range of zero to zero, with few plays and with many', () => {
    const plays = [{ failed: 0 }, { failed: 0 }, { failed: 0 }];
    for (const areCovering of [true, false]) {
      const { failed } = rangesOf(plays, { areCovering, isSample: true });
      expect(failed?.low).toBe(0);
      expect(failed?.high).toBeCloseTo(2.303, 2);
      expect(rangesOf(plays, { areCovering }).failed).toEqual({ low: 0, high: 0 });
    }
    expect(mostUnseen(5)).toBe(12);
  });

  test('is within its range in eight of ten samples of a list in which it is rare', () => {
    const random = createSeededRandom({ seed: 11 });
    const [of, scale, samples] = [5_000, 5, 300];
    for (const rare of [2, 5, 10, 25]) {
      let held = 0;
      for (let sample = 0; sample < samples; sample += 1) {
        let seen = 0;
        for (let contact = 0; contact < of / scale; contact += 1) if (random() < rare / of) seen += 1;
        const { low, high } = rangeOfFew({ low: seen, high: seen });
        if (low * scale <= rare && rare <= high * scale) held += 1;
      }
      expect(held / samples, `${rare} of ${of}`).toBeGreaterThan(coverage);
    }
  });
});

describe('a rehearsal with a sample', () => {
  const contacts = 800;
  const inputOf = (
    rateLimits: Record<string, unknown>,
    more: Partial<RehearsalInput> = {},
  ): RehearsalInput => ({
    definition: definitionWith(rateLimits),
    startAt: Date.UTC(2027, 2, 1, 15),
    shared,
    log: pino({ level: 'silent' }),
    runs: 1,
    list: () => listOf(Array.from({ length: contacts }, (_, index) => rowOf(index + 1))),
    ...more,
  });

  test.each([
    ['slots', { concurrent: 2 }],
    ['a pace', { concurrent: 100, perSecond: 0.05 }],
    ['a quota', { concurrent: 100, perDay: 400 }],
  ])('ends when the whole list does, limited by %s, and says that it is a sample', async (_, rateLimits) => {
    const whole = await rehearse(inputOf(rateLimits));
    const sampled = await rehearse(inputOf(rateLimits, { most: 200 }));
    expect(whole.sample).toBeNull();
    expect(sampled.sample).toEqual({ contacts: 200, of: contacts, unseen: 10 });
    const durationOf = ({ end }: typeof whole): number => (end?.likely ?? 0) - Date.UTC(2027, 2, 1, 15);
    expect(durationOf(sampled) / durationOf(whole)).toBeGreaterThan(0.85);
    expect(durationOf(sampled) / durationOf(whole)).toBeLessThan(1.15);
    const totalOf = ({ contacts }: typeof whole): number =>
      Object.values(contacts).reduce((sum, count) => sum + (count ?? 0), 0);
    expect(totalOf(sampled)).toBe(contacts);
    expect(sampled.attempts / whole.attempts).toBeGreaterThan(0.85);
    expect(sampled.attempts / whole.attempts).toBeLessThan(1.15);
    const callsOf = ({ grid }: typeof whole): number =>
      grid.days.reduce((sum, { attempts }) => sum + attempts, 0);
    expect(callsOf(sampled)).toBe(sampled.attempts);
  });

  test('reports its progress from the first rows on, and ends at an abort', async () => {
    const seen: RehearsalProgress[] = [];
    const leaving = new AbortController();
    const onProgress = (progress: RehearsalProgress): void => {
      seen.push(progress);
      if (progress.played > 0.2) leaving.abort(new Error('left'));
    };
    const played = rehearse(inputOf({}, { most: 50, onProgress, signal: leaving.signal }));
    await expect(played).rejects.toThrow('left');
    expect(seen.slice(0, 3).map(({ rows }) => rows)).toEqual([100, 200, 300]);
    const shares = seen.map((progress) => progress.played);
    expect(shares.at(-1)).toBeLessThan(0.5);
    expect(shares).toEqual([...shares].sort((left, right) => left - right));
  });
});
