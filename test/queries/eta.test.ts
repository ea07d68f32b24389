import { describe, expect, it } from 'vitest';
import type { Disposition } from '../../src/domain/disposition.ts';
import { createSeededRandom } from '../../src/platform/random.ts';
import { openStudio, rowOf } from './support/studio.ts';

const minute = 60_000;
/** Within a day the pace decides the end. */
const short = {
  zones: ['America/New_York', 'America/Chicago'],
  maxPerDay: 3,
  people: 220,
  concurrent: 2,
  beatMs: 5_000,
};
/** Where Sydney wakes last, and a day has its limit, the windows do. */
const long = {
  zones: ['America/New_York', 'America/Los_Angeles', 'Australia/Sydney'],
  maxPerDay: 2,
  people: 90,
  concurrent: 4,
  beatMs: 600_000,
};

function drawDisposition(random: () => number): Disposition {
  const at = random();
  return at < 0.5
    ? 'answered'
    : at < 0.75
      ? 'no-answer'
      : at < 0.87
        ? 'busy'
        : at < 0.94
          ? 'machine'
          : 'invalid';
}

/** Lives through a campaign; how far off the estimate at half way was, and whether the end lay in its range. */
async function liveThrough(seed: number): Promise<{ error: number; inside: boolean }> {
  const random = createSeededRandom({ seed });
  const { zones, maxPerDay, concurrent, beatMs, ...shape } = seed % 2 === 0 ? short : long;
  const studio = await openStudio({
    seed,
    beatMs,
    script: () => {
      const disposition = drawDisposition(random);
      const afterMs = disposition === 'answered' ? 30_000 + random() * 60_000 : 10_000 + random() * 30_000;
      return { afterMs: Math.round(afterMs), disposition };
    },
  });
  try {
    const people = Math.round(shape.people * (0.7 + random() * 0.6));
    const { id } = await studio.create({
      name: 'spring',
      rateLimits: { concurrent },
      retry: { maxAttempts: 3, maxPerDay, backoff: { first: '20m' } },
    });
    await studio.enroll({
      campaign: id,
      rows: Array.from({ length: people }, (_, index) =>
        rowOf(index + 1, { timeZone: zones[Math.floor(random() * zones.length)] ?? 'UTC' }),
      ),
    });
    await studio.start(id);
    const left = async () => (await studio.queries.report(await studio.record(id))).remaining;
    while ((await left()) > people / 2) await studio.pass(5 * minute);
    const half = await studio.queries.progress(await studio.record(id));
    while ((await studio.record(id)).state === 'running') await studio.pass(60 * minute);
    const end = Date.parse((await studio.queries.report(await studio.record(id))).endedAt ?? '');
    const { early, likely, late } = half.eta ?? { early: '', likely: '', late: '' };
    return {
      error: Math.abs(Date.parse(likely) - end) / (end - Date.parse(half.asOf)),
      inside: end >= Date.parse(early) && end <= Date.parse(late),
    };
  } finally {
    await studio.close();
  }
}

describe('the estimated end', () => {
  it('is close at half way over seeded campaigns with windows closing and retries', async () => {
    const runs: { seed: number; error: number; inside: boolean }[] = [];
    for (let seed = 1; seed <= 4; seed += 1) runs.push({ seed, ...(await liveThrough(seed)) });
    const off = runs.filter(({ error }) => error > 0.2);
    expect(off).toEqual([]);
    expect(runs.filter(({ inside }) => inside).length).toBeGreaterThanOrEqual(3);
  });
});
