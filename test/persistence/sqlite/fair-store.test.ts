import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createFairStore } from '../../../src/persistence/sqlite/fair-store.ts';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';

/** A store of which each call takes so many milliseconds, by a clock of its own. */
async function openSlow(msPerCall: number) {
  let now = 0;
  const calls: string[] = [];
  const real = await openSqliteStore({ path: ':memory:' });
  const entries = Object.entries(real as Record<string, (...input: never[]) => unknown>).map(
    ([name, verb]) => {
      const slow = (...input: never[]): unknown => {
        now += msPerCall;
        calls.push(name);
        return verb(...input);
      };
      return [name, slow] as const;
    },
  );
  const store = createFairStore({
    store: Object.fromEntries(entries) as unknown as Store,
    system: { monotonic: () => now },
    breathe: () => nextTurn(),
  });
  return { store, calls };
}

/** Counts turns of the event loop until `work` is done. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  const state = { isDone: false };
  const done = work.finally(() => {
    state.isDone = true;
  });
  let turns = 0;
  while (!state.isDone) {
    await nextTurn();
    turns += 1;
  }
  await done;
  return turns;
}

async function readOften(store: Store, times: number): Promise<void> {
  for (let count = 0; count < times; count += 1) await store.readCampaign('cmp_none');
}

describe('a fair store', () => {
  test('lets the event loop turn in between, however many calls a caller makes', async () => {
    const { store, calls } = await openSlow(4);
    const turns = await turnsDuring(readOften(store, 90));
    expect(calls).toHaveLength(90);
    // Three calls of 4 ms each fit into a turn.
    expect(turns).toBeGreaterThanOrEqual(29);
    await store.close();
  });

  test('keeps callers in the order they came, and none of many waits for all', async () => {
    const { store } = await openSlow(4);
    const ended: number[] = [];
    const callers = Array.from({ length: 40 }, async (_, index) => {
      await store.readCampaign('cmp_none');
      ended.push(index);
    });
    const turns = await turnsDuring(Promise.all(callers));
    expect(ended).toEqual(ended.toSorted((left, right) => left - right));
    expect(turns).toBeGreaterThanOrEqual(13);
    await store.close();
  });

  test('does an emergency stop at once while others wait', async () => {
    const { store, calls } = await openSlow(4);
    const others = Promise.all(Array.from({ length: 20 }, () => readOften(store, 3)));
    await nextTurn();
    const before = calls.length;
    const stop = { client: '*', reason: null, by: 'test', at: 1 };
    expect(await store.putStop(stop)).toBe(true);
    expect(await store.listStops()).toEqual([stop]);
    expect(calls.slice(before)).toEqual(['putStop', 'listStops']);
    await others;
    await store.close();
  });

  test('passes refusals on', async () => {
    const { store } = await openSlow(20);
    await readOften(store, 2);
    await expect(store.listCampaigns({ limit: 1, after: 'x' })).rejects.toMatchObject({
      code: 'page.cursor-invalid',
    });
    await store.close();
  });
});
