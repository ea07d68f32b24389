import { describe, expect, test } from 'vitest';
import { drawPlan } from './draw-plan.ts';
import { faultLine, kindOf } from './fault.ts';

const input = { forMs: 300_000, maxOffsetMs: 800 };
const linesOf = (seed: number): string[] => drawPlan({ seed, ...input }).map(faultLine);

describe('the plan of faults', () => {
  test('is the same for the same seed, and another for another one', () => {
    expect(linesOf(5)).toEqual(linesOf(5));
    expect(linesOf(5)).not.toEqual(linesOf(6));
  });

  test('has more than 150 faults in five minutes, of every kind', () => {
    const plan = drawPlan({ seed: 1, ...input });
    expect(plan.length).toBeGreaterThan(150);
    const kinds = new Set(plan.map(kindOf));
    expect([...kinds].toSorted()).toEqual([
      'clock instance',
      'cut link',
      'delay link',
      'freeze instance',
      'freeze member',
      'freeze nats',
      'half-open link',
      'kill instance',
      'kill member',
      'kill nats',
      'restart instance',
    ]);
    expect(plan.some(({ kind, of, forMs }) => kind === 'freeze' && of === 'instance' && forMs > 10_000)).toBe(
      true,
    );
  });

  test('changes no clock if there is no program for it', () => {
    const kinds = drawPlan({ seed: 1, forMs: 300_000, maxOffsetMs: 0 }).map(kindOf);
    expect(kinds).not.toContain('clock instance');
  });
});
