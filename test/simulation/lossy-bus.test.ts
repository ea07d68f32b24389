import { expect, test } from 'vitest';
import { createMemoryHub } from '../../src/messaging/memory/memory-bus.ts';
import { createTestTime } from '../support/time/test-time.ts';
import { createDraw } from './draw.ts';
import { createLossyBus } from './lossy-bus.ts';
import type { BusFaults } from './lossy-bus.ts';

/** What a receiver hears of a hundred messages, by number. */
async function hear(faults: BusFaults): Promise<number[]> {
  const time = createTestTime();
  const hub = createMemoryHub();
  const draw = createDraw({ seed: 7, purpose: 'bus' });
  const bus = createLossyBus({ bus: hub.connect(), faults, draw, clock: time.clocks.system });
  const heard: number[] = [];
  await bus.subscribe({ subject: 'campaigns.voided', handle: ({ rev }) => void heard.push(rev) });
  for (let rev = 1; rev <= 100; rev += 1)
    await hub.connect().publish({ subject: 'campaigns.voided', message: { campaign: 'c', rev } });
  await time.run({});
  return heard;
}

const inOrder = Array.from({ length: 100 }, (_, index) => index + 1);

test('a bus without faults passes on each message, in order', async () => {
  expect(await hear({ loss: 0, twice: 0, maxDelayMs: 0 })).toEqual(inOrder);
});

test('messages are lost, doubled and reordered, and the same draw does the same', async () => {
  const heard = await hear({ loss: 0.5, twice: 0.5, maxDelayMs: 1_000 });
  expect(new Set(heard).size).toBeLessThan(70);
  expect(heard.length).toBeGreaterThan(new Set(heard).size);
  expect(heard).not.toEqual(heard.toSorted((left, right) => left - right));
  expect(await hear({ loss: 0.5, twice: 0.5, maxDelayMs: 1_000 })).toEqual(heard);
});

test('a bus that loses everything passes on nothing', async () => {
  expect(await hear({ loss: 1, twice: 1, maxDelayMs: 1_000 })).toEqual([]);
});
