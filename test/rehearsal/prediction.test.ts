import { randomNormal } from 'd3-random';
import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '../../src/platform/random.ts';
import { coverage, rangeOf, rangeOfCounts, rangesOf } from '../../src/rehearsal/prediction.ts';
import { voiceStepSchema } from '../../src/channels/voice/step.ts';
import { createAnswering, drawAnswers } from '../../src/rehearsal/expectations.ts';
import { playFlow } from '../../src/channels/voice/flow/play-flow.ts';

describe('the range of a figure', () => {
  test('has the promised coverage, for any number of plays', () => {
    const random = createSeededRandom({ seed: 11 });
    const draw = randomNormal.source(random)(200, 20);
    const rounds = 3_000;
    for (const plays of [3, 5, 9]) {
      let held = 0;
      for (let round = 0; round < rounds; round += 1) {
        const range = rangeOf(Array.from({ length: plays }, draw));
        const next = draw();
        if (range && range.low <= next && next <= range.high) held += 1;
      }
      expect(held / rounds, `${plays} plays`).toBeGreaterThan(coverage - 0.02);
      expect(held / rounds, `${plays} plays`).toBeLessThan(coverage + 0.13);
    }
  });

  test('is within the possible values, includes all plays, and is null after a single one', () => {
    expect(rangeOfCounts([0, 1, 0, 0, 0])).toMatchObject({ low: 0 });
    expect(rangeOfCounts([98, 99, 100, 97, 100], { most: 100 })?.high).toBe(100);
    expect(rangeOf([5, 5, 5])).toEqual({ low: 5, high: 5 });
    expect(rangeOf([7])).toBeNull();
    expect(rangesOf([{ completed: 3 }, { exhausted: 3 }], { most: 3 })).toEqual({
      completed: { low: 0, high: 3 },
      exhausted: { low: 0, high: 3 },
    });
  });
});

describe('the answers of a play', () => {
  test('differ between plays, and are the usual ones on average', () => {
    const random = createSeededRandom({ seed: 3 });
    const answered = Array.from({ length: 50 }, () => drawAnswers({ plays: 8, random })).flatMap((plays) =>
      plays.map(({ usual }) => usual[0]?.share ?? 0),
    );
    const mean = answered.reduce((sum, share) => sum + share, 0) / answered.length;
    expect(mean).toBeGreaterThan(0.52);
    expect(mean).toBeLessThan(0.58);
    expect(Math.max(...answered) - Math.min(...answered)).toBeGreaterThan(0.3);
  });

  test('are the same for all calls to a number that never answers, and differ for others', () => {
    const random = createSeededRandom({ seed: 7 });
    const [answers] = drawAnswers({ plays: 1, random });
    if (!answers) throw new Error('no play');
    const answering = createAnswering({
      answers: { ...answers, lost: { ...answers.lost, share: 0.5 } },
      random,
    });
    const kindsOf = (address: string): Set<string | undefined> =>
      new Set(Array.from({ length: 40 }, () => answering(address)?.disposition));
    const addresses = Array.from({ length: 60 }, (_, index) => `+1202555${String(index).padStart(4, '0')}`);
    const constant = addresses.map(kindsOf).filter((kinds) => kinds.size === 1);
    expect(constant.length).toBeGreaterThan(15);
    expect(constant.length).toBeLessThan(45);
    expect(constant.some((kinds) => kinds.has('answered'))).toBe(false);
  });

  test('have keys only if a question is asked, and an opt-out only if it is offered', () => {
    const random = createSeededRandom({ seed: 5 });
    const gather = (on: Record<string, string>) => [
      { speak: 'Hello' },
      { gather: { speak: 'Well?', digits: 1, timeout: '5s', retries: 1, on } },
    ];
    const outcomesOf = (flow: unknown[]): Set<string | null | undefined> => {
      const step = voiceStepSchema.parse({ id: 'call', channel: 'voice', from: '+12025550100', flow });
      const reported = Array.from({ length: 500 }, () => playFlow({ step, random, at: 0 })[0]);
      return new Set(reported.map((piece) => (piece?.kind === 'responded' ? piece.outcome : undefined)));
    };
    expect(outcomesOf([{ speak: 'Hello' }])).toEqual(new Set([undefined]));
    expect(outcomesOf(gather({ '1': 'confirmed' }))).toEqual(new Set([undefined, 'confirmed']));
    expect(outcomesOf(gather({ '1': 'confirmed', '9': 'opt-out' }))).toEqual(
      new Set([undefined, 'confirmed', 'opt-out']),
    );
  });
});
