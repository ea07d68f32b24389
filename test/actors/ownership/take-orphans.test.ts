import { beforeEach, expect, test } from 'vitest';
import { createOrphanTaker } from '../../../src/actors/ownership/takeover/take-orphans.ts';
import type { OwnershipRecord } from '../../../src/persistence/contract/store.ts';

const alive = new Set(['one']);

let orphans: OwnershipRecord[];
let elapsed: number;
/** How long a request of claims takes. */
let claimMs: number;
let requests: number[];
let takeOrphans: ReturnType<typeof createOrphanTaker>;
beforeEach(() => {
  orphans = Array.from({ length: 1_000 }, (_, index) => ({
    campaign: `cmp_${index}`,
    owner: null,
    epoch: 1,
    rev: 0,
    seq: 0,
  }));
  [elapsed, claimMs, requests] = [0, 0, []];
  takeOrphans = createOrphanTaker({
    instance: 'one',
    store: {
      listOrphans: ({ limit }) => Promise.resolve(orphans.slice(0, limit)),
      countByOwner: () => Promise.resolve([{ owner: null, campaigns: orphans.length }]),
    },
    system: { monotonic: () => elapsed },
    takeAll(found) {
      requests.push(found.length);
      elapsed += claimMs;
      orphans = orphans.slice(found.length);
      return Promise.resolve(found.length);
    },
    isStopped: () => false,
  });
});

test('all campaigns without an owner are taken, a hundred in one request', async () => {
  expect(await takeOrphans({ alive, gone: [] })).toBe(true);
  expect(requests).toEqual(Array.from({ length: 10 }, () => 100));
});

test('a slow store does not keep the instance from its next heartbeat; the next round continues', async () => {
  claimMs = 900;
  expect(await takeOrphans({ alive, gone: [] })).toBe(false);
  expect([requests.length, elapsed]).toEqual([3, 2_700]);
  let isAll = false;
  while (!isAll) isAll = await takeOrphans({ alive, gone: [] });
  expect(orphans).toEqual([]);
});
