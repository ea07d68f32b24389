import { describe, expect, test } from 'vitest';
import { firstActivity, noteActivity, storedActivity } from '../../src/rules/activity-log.ts';
import type { Doing } from '../../src/domain/campaign/campaign.ts';
import type { ReasonCode } from '../../src/domain/reason-code.ts';
import type { NotedActivity } from '../../src/rules/activity-log.ts';

const second = 1_000;

/** Returns what is logged of a campaign with these activities at these seconds. */
function toldOf(steps: readonly (readonly [at: number, doing: Doing, reason?: ReasonCode])[]): string[] {
  let noted: NotedActivity = firstActivity;
  return steps.flatMap(([at, doing, reason = null]) => {
    const result = noteActivity({ noted, activity: { doing, reason }, at: at * second });
    ({ noted } = result);
    return result.tell ? [`${at} ${[doing, reason].filter(Boolean).join(' ')}`] : [];
  });
}

describe('the logged activity of a campaign', () => {
  test('does not have a wait again after its campaign was read again, but a wait for another reason', () => {
    const stored = storedActivity({ doing: 'waiting', reason: 'retry.waiting' });
    const tells = (reason: ReasonCode): boolean =>
      noteActivity({ noted: stored, activity: { doing: 'waiting', reason }, at: second }).tell;
    expect(tells('retry.waiting')).toBe(false);
    expect(tells('window.closed')).toBe(true);
    expect(storedActivity({ doing: 'draining', reason: null })).toEqual(firstActivity);
  });

  test('has a wait once, even if single retries interrupt it', () => {
    const retries = Array.from({ length: 20 }, (_, index) => [
      [100 + index * 120, 'dispatching'] as const,
      [130 + index * 120, 'draining'] as const,
      [150 + index * 120, 'waiting', 'retry.waiting'] as const,
    ]).flat();
    expect(toldOf([[10, 'dispatching'], [60, 'waiting', 'retry.waiting'], ...retries])).toEqual([
      '60 waiting retry.waiting',
    ]);
  });

  test('has each new reason at once, and work after it has lasted a minute', () => {
    expect(
      toldOf([
        [10, 'waiting', 'window.closed'],
        [100, 'dispatching'],
        [130, 'dispatching'],
        [160, 'dispatching'],
        [190, 'dispatching'],
        [200, 'waiting', 'quota.hourly'],
        [201, 'waiting', 'provider.down'],
        [210, 'dispatching'],
        [220, 'waiting', 'provider.down'],
      ]),
    ).toEqual([
      '10 waiting window.closed',
      '160 dispatching',
      '200 waiting quota.hourly',
      '201 waiting provider.down',
    ]);
  });
});
