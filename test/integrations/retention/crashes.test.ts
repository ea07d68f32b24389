import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFuse, guardStore } from '../../support/service/fuse.ts';
import { createRetentionWorld } from './retention-world.ts';
import type { WorldPlan } from './retention-world.ts';

const small: WorldPlan = {
  campaigns: [
    { people: [1, 2], endedDays: 11 },
    { people: [2, 3], endedDays: null },
    { people: [1, 4], endedDays: 20 },
  ],
  suppressed: [1, 2, 4],
};

/**
 * Runs a sweep that dies at a crossing to the store, counted from 1 (0: it does not die), and then a whole one. Returns what
 * was wrong, and the crossings of the first sweep.
 */
async function sweepWithCrash(
  plan: WorldPlan,
  at: number,
): Promise<{ wrong: string[]; crossings: readonly string[] }> {
  const world = await createRetentionWorld(plan);
  const fuse = createFuse();
  const crossings: string[] = [];
  const store = guardStore({
    store: world.store,
    fuse,
    watch({ name, side }) {
      crossings.push(`${side} ${name}`);
      if (crossings.length === at) fuse.blow();
    },
  });
  await Promise.race([world.sweep(store), fuse.blown]);
  const atCrash = await world.broken();
  await world.sweep(world.store);
  const wrong = [...atCrash, ...(await world.broken()), ...(await world.left()), ...(await world.lost())];
  const before = await world.store.readClientLog({ client: 'default', afterSeq: 0, limit: 99 });
  await world.sweep(world.store);
  const after = await world.store.readClientLog({ client: 'default', afterSeq: 0, limit: 99 });
  if (after.length !== before.length) wrong.push('a second sweep found something to do');
  await world.store.close();
  return { wrong, crossings };
}

/** Every second crossing: one of those between two calls. */
const stride = 2;

test('a sweep that dies at a crossing to the store is completed by the next one, and breaks nothing', async () => {
  const { wrong, crossings } = await sweepWithCrash(small, 0);
  expect(wrong).toEqual([]);
  expect(crossings.length).toBeGreaterThan(50);
  for (let at = 1; at <= crossings.length; at += stride) {
    const told = await sweepWithCrash(small, at);
    expect({ at: crossings[at - 1], wrong: told.wrong }).toEqual({ at: crossings[at - 1], wrong: [] });
  }
});

test('two sweeps at the same time remove what one of them would', async () => {
  const world = await createRetentionWorld(small);
  await Promise.all([world.sweep(world.store), world.sweep(world.store)]);
  expect([...(await world.broken()), ...(await world.left())]).toEqual([]);
  await world.store.close();
});

test('never removes anything of a campaign that is live or not due, and keeps every suppression', async () => {
  const people = fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 });
  const endedDays = fc.option(fc.integer({ min: 0, max: 20 }), { freq: 2 });
  const campaigns = fc.array(fc.record({ people, endedDays }), { minLength: 1, maxLength: 4 });
  const suppressed = fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.record({ campaigns, suppressed }), fc.nat({ max: 150 }), async (plan, at) => {
      expect((await sweepWithCrash(plan, at)).wrong).toEqual([]);
    }),
    { numRuns: 15 },
  );
});
