import { describe, expect, test } from 'vitest';
import type { Alert } from '../../src/domain/alert.ts';
import { campaignFindings } from '../../src/rules/alerts/campaign-findings.ts';
import type { CampaignAlertFacts } from '../../src/rules/alerts/campaign-findings.ts';
import { followAlerts } from '../../src/rules/alerts/follow.ts';
import { instanceFindings } from '../../src/rules/alerts/instance-findings.ts';
import { alertThresholds as thresholds } from '../support/builders/alerts.ts';

const quiet: CampaignAlertFacts = {
  ended: {},
  canBeUnanswered: true,
  unknown: 0,
  isHeldUp: false,
  placed: 0,
};
const codes = (facts: Partial<CampaignAlertFacts>, changes = {}) =>
  campaignFindings({ ...quiet, ...facts }, { ...thresholds, ...changes }).map(({ code }) => code);

describe('a campaign', () => {
  test.each([
    ['nothing ended', {}, []],
    ['few attempts ended', { ended: { failed: 19 } }, []],
    ['a third failed', { ended: { failed: 10, answered: 20 } }, ['failure-rate']],
    ['unknown ends count as failures', { ended: { unconfirmed: 10, answered: 20 } }, ['failure-rate']],
    ['a quarter failed', { ended: { failed: 5, answered: 15 } }, []],
    ['attempts that were taken back do not count', { ended: { failed: 6, cancelled: 40, answered: 13 } }, []],
    ['few answer', { ended: { 'no-answer': 19, answered: 1 } }, ['answer-rate']],
    ['a tenth answers', { ended: { 'no-answer': 18, answered: 2 } }, []],
    ['its channel has no answers', { ended: { sent: 30 }, canBeUnanswered: false }, []],
    ['held up, nothing placed', { isHeldUp: true }, ['nothing-sent']],
    ['held up, something placed', { isHeldUp: true, placed: 1 }, []],
    ['the fate of five is unknown', { unknown: 5 }, ['unknown-attempts']],
    ['the fate of four is unknown', { unknown: 4 }, []],
  ] as const)('%s', (_what, facts, expected) => {
    expect(codes(facts)).toEqual(expected);
  });

  test('a threshold of 0 switches its alert off', () => {
    const off = { failureShare: 0, answerShare: 0, silenceMs: 0, unknownAttempts: 0 };
    expect(codes({ ended: { failed: 100 }, isHeldUp: true, unknown: 100 }, off)).toEqual([]);
  });
});

describe('an instance', () => {
  const well = { takeovers: 0, diskFreeBytes: 1e9, memoryBytes: 1e8, eventLoopMs: 5 };
  test.each([
    [{}, []],
    [{ diskFreeBytes: null }, []],
    [{ takeovers: 20 }, ['takeovers']],
    [{ diskFreeBytes: 4e8 }, ['disk']],
    [{ memoryBytes: 9e8 }, ['memory']],
    [{ eventLoopMs: 501 }, ['event-loop']],
  ])('with %j: %j', (facts, expected) => {
    expect(instanceFindings({ ...well, ...facts }, thresholds).map(({ code }) => code)).toEqual(expected);
  });

  test('a threshold of 0 switches its alert off', () => {
    const bad = { takeovers: 100, diskFreeBytes: 0, memoryBytes: 1e12, eventLoopMs: 1e6 };
    const off = { takeovers: 0, diskFreeBytes: 0, memoryBytes: 0, eventLoopMs: 0 };
    expect(instanceFindings(bad, { ...thresholds, ...off })).toEqual([]);
  });
});

describe('what is told', () => {
  const subject = { client: 'northwind', campaign: 'cmp_1', instance: null };
  const found = { code: 'nothing-sent', detail: 'Nothing was sent.' } as const;
  const follow = (stored: readonly Alert[], findings: readonly (typeof found)[], now: number) =>
    followAlerts({ subject, stored, findings, now, repeatMs: 3_600_000 });
  const [raised] = follow([], [found], 1_000);
  const alert = raised?.alert;
  if (!alert) throw new Error('nothing was raised');

  test('a new alert, once', () => {
    expect(raised).toEqual({
      kind: 'raised',
      toldAt: null,
      alert: {
        id: 'nothing-sent cmp_1',
        ...found,
        ...subject,
        since: 1_000,
        toldAt: 1_000,
      },
    });
    expect(follow([alert], [found], 1_000)).toEqual([]);
  });

  test('an alert in force is repeated after an hour, not before', () => {
    expect(follow([alert], [found], 3_600_999)).toEqual([]);
    expect(follow([alert], [found], 3_601_000)).toEqual([
      { kind: 'repeated', toldAt: 1_000, alert: { ...alert, toldAt: 3_601_000 } },
    ]);
  });

  test('an alert that is over is resolved', () => {
    expect(follow([alert], [], 60_000)).toEqual([{ kind: 'resolved', alert }]);
    expect(follow([], [], 60_000)).toEqual([]);
  });
});
