import { describe, expect, test } from 'vitest';
import type { EnrollableRow } from '../../src/domain/contact/contact.ts';
import { inProportion, sampleSize } from '../../src/rehearsal/sample/in-proportion.ts';
import { readList } from '../../src/rehearsal/sample/read-list.ts';
import { createSeededRandom } from '../../src/platform/random.ts';
import { coverage, rangesOf } from '../../src/rehearsal/prediction.ts';
import { mostUnseen, rangeOfFew } from '../../src/rehearsal/sample/few-seen.ts';
import { createSampler } from '../../src/rehearsal/sample/sampler.ts';
import { rowsOf } from '../support/builders/contacts.ts';
import { definitionWith, listOf, shared } from './samples.ts';

const zoneOf = ({ calendar }: EnrollableRow): string | undefined => calendar.zones[0];

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
