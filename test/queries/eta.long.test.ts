import { describe, expect, test } from 'vitest';
import type { Disposition } from '../../src/domain/attempt/disposition.ts';
import { createSeededRandom } from '../../src/platform/random.ts';
import { rowOf } from '../support/builders/contacts.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';

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

/** For so long every call fails at the provider: the breaker opens, and some probe after it closes it again. */
const outageMs = 150_000;

/** What nobody foresees happens at these shares of the way, and before half way. */
function drawMishaps(random: () => number): { limitAt: number; newLimit: number; outageAt: number } {
  const limitAt = 0.1 + random() * 0.25;
  // Early enough that many are in line: a breaker judges ten calls within two minutes.
  return { limitAt, newLimit: random() < 0.5 ? 3 : 6, outageAt: 0.01 + random() * 0.04 };
}

type Lived = { seed: number; error: number; inside: boolean; wasDown: boolean };

/** Lives through a campaign; how far off the estimate at half way was, and whether the end lay in its range. */
async function liveThrough(seed: number): Promise<Lived> {
  const random = createSeededRandom({ seed });
  const { zones, maxPerDay, concurrent, beatMs, ...shape } = seed % 2 === 0 ? short : long;
  const { limitAt, newLimit, outageAt } = drawMishaps(random);
  let downUntil = -Infinity;
  const service = await startScriptedService({
    seed,
    beatMs,
    owner: 'caller',
    script: () => {
      if (service.now() < downUntil) return { afterMs: 3_000, disposition: 'failed', fault: 'provider' };
      const disposition = drawDisposition(random);
      const afterMs = disposition === 'answered' ? 30_000 + random() * 60_000 : 10_000 + random() * 30_000;
      return { afterMs: Math.round(afterMs), disposition };
    },
  });
  try {
    const people = Math.round(shape.people * (0.7 + random() * 0.6));
    const { id, definition } = await service.create({
      name: 'spring',
      rateLimits: { concurrent },
      retry: { maxAttempts: 3, maxPerDay, backoff: { first: '20m' } },
    });
    await service.enroll({
      campaign: id,
      rows: Array.from({ length: people }, (_, index) =>
        rowOf(index + 1, { timeZone: zones[Math.floor(random() * zones.length)] ?? 'UTC' }),
      ),
    });
    await service.startCampaign(id);
    const way = async () => 1 - (await service.queries.report(await service.record(id))).remaining / people;
    const untilOnTheWay = async (share: number) => {
      while ((await way()) < share) await service.pass(minute);
    };
    const mishaps: readonly (readonly [number, () => Promise<unknown> | void])[] = [
      [
        limitAt,
        () => {
          const rateLimits = { ...definition.rateLimits, concurrent: newLimit };
          const command = { name: 'edit', definition: { ...definition, rateLimits } } as const;
          return service.engine.command({ campaign: id, command, by: 'test' });
        },
      ],
      [outageAt, () => void (downUntil = service.now() + outageMs)],
    ];
    for (const [share, befall] of mishaps.toSorted(([left], [right]) => left - right)) {
      await untilOnTheWay(share);
      await befall();
    }
    await untilOnTheWay(0.5);
    const half = await service.queries.progress(await service.record(id));
    while ((await service.record(id)).state === 'running') await service.pass(60 * minute);
    const end = Date.parse((await service.queries.report(await service.record(id))).endedAt ?? '');
    const { early, likely, late } = half.eta ?? { early: '', likely: '', late: '' };
    const log = await service.store.readEvents({ campaign: id, afterSeq: 0, limit: 10_000 });
    return {
      seed,
      error: Math.abs(Date.parse(likely) - end) / (end - Date.parse(half.asOf)),
      inside: end >= Date.parse(early) && end <= Date.parse(late),
      wasDown: log.some(({ type }) => type === 'campaign.provider-down'),
    };
  } finally {
    await service.close();
  }
}

describe('the estimated end', () => {
  test('is close at half way, with windows closing, retries, a limit changed and the breaker open on the way', async () => {
    const runs: Lived[] = [];
    for (let seed = 1; seed <= 20; seed += 1) runs.push(await liveThrough(seed));
    expect(runs.filter(({ wasDown }) => wasDown).length).toBeGreaterThanOrEqual(15);
    expect(runs.filter(({ error }) => !(error <= 0.2))).toEqual([]);
    expect(runs.filter(({ inside }) => inside).length).toBeGreaterThanOrEqual(15);
  });
});
