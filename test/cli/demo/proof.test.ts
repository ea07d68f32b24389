import { describe, expect, test } from 'vitest';
import { holds, proofLine, prove } from '../../../src/cli/demo/proof.ts';
import { sendWindowSchema } from '../../../src/domain/time/window-rules.ts';
import type { JournalEntry, PlacedEntry } from '../../../src/simulator/journal/journal.ts';

const window = sendWindowSchema.parse({});
const newYork = { zones: ['America/New_York'], regions: ['US-NY'] };
const calendars = new Map([
  ['+12125550100', newYork],
  ['+12125550101', newYork],
]);
const monday = Date.parse('2027-03-01T15:00:00Z');

let calls = 0;
function call({
  to = '12125550100',
  attempt = `att_${calls}`,
  at = monday,
  lastsMs = 30_000,
} = {}): JournalEntry[] {
  calls += 1;
  const callUuid = `call-${calls}`;
  const placed = { type: 'placed', at, callUuid, to, attempt } as PlacedEntry;
  return [
    placed,
    { type: 'state', at, callUuid, state: 'dialing' },
    { type: 'state', at: at + lastsMs, callUuid, state: 'ended' },
  ];
}

const proofOf = (entries: JournalEntry[], recorded: readonly string[]) =>
  prove({ entries, recorded: new Set(recorded), calendars, window });

describe('the proof of the demo', () => {
  test('holds when both witnesses agree', () => {
    const entries = [
      ...call({ attempt: 'a' }),
      ...call({ attempt: 'b', to: '12125550101' }),
      ...call({ attempt: 'c', at: monday + 60_000 }),
    ];
    const proof = proofOf(entries, ['a', 'b', 'c']);
    expect(proof).toEqual({
      placed: 3,
      recorded: 3,
      double: 0,
      lost: 0,
      outsideHours: 0,
      maxAtOnce: 2,
      maxPerSecond: 2,
    });
    expect(holds(proof, { concurrent: 10, perSecond: 2 })).toBe(true);
    expect(holds(proof, { concurrent: 1, perSecond: 2 })).toBe(false);
    expect(holds(proof, { concurrent: 10, perSecond: 1 })).toBe(false);
    expect(proofLine(proof)).toContain('3 placed = 3 recorded; double 0, lost 0, outside hours 0');
  });

  test('finds a call that was placed twice, and two to one number at once', () => {
    const twice = [...call({ attempt: 'a' }), ...call({ attempt: 'a', at: monday + 3_600_000 })];
    expect(proofOf(twice, ['a'])).toMatchObject({ double: 1, placed: 2, recorded: 1 });
    const overlapping = [...call({ attempt: 'a' }), ...call({ attempt: 'b', at: monday + 1_000 })];
    expect(proofOf(overlapping, ['a', 'b'])).toMatchObject({ double: 1 });
  });

  test('finds a call that the store does not have, and one that was never placed', () => {
    expect(proofOf(call({ attempt: 'a' }), [])).toMatchObject({ lost: 1 });
    const claimed = proofOf(call({ attempt: 'a' }), ['a', 'b']);
    expect(proofLine(claimed)).toContain('1 placed ≠ 2 recorded');
    expect(holds(claimed, { concurrent: 10, perSecond: 2 })).toBe(false);
  });

  test.each([
    ['before nine', '2027-03-01T13:59:59Z'],
    ['at five in the afternoon', '2027-03-01T22:00:00Z'],
    ['on a Saturday', '2027-03-06T15:00:00Z'],
    ['on a public holiday', '2027-12-24T15:00:00Z'],
  ])('finds a call %s there', (_when, at) => {
    expect(proofOf(call({ attempt: 'a', at: Date.parse(at) }), ['a'])).toMatchObject({ outsideHours: 1 });
  });

  test('counts a number that is on no list as outside every hour', () => {
    expect(proofOf(call({ attempt: 'a', to: '12125550199' }), ['a'])).toMatchObject({ outsideHours: 1 });
  });
});
