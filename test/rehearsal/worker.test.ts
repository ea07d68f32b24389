import { performance } from 'node:perf_hooks';
import pino from 'pino';
import { afterEach, expect, test } from 'vitest';
import { campaignDefinitionSchema } from '../../src/channels/registry.ts';
import { rehearse } from '../../src/rehearsal/rehearse.ts';
import type { RehearsalInput } from '../../src/rehearsal/rehearse.ts';
import { createRehearsalWorkers } from '../../src/rehearsal/worker/rehearse-in-worker.ts';
import type { RehearsalWorkers } from '../../src/rehearsal/worker/rehearse-in-worker.ts';
import { rowOf } from '../support/builders/contacts.ts';
import { unlimited } from '../support/service/process.ts';

const definition = campaignDefinitionSchema.parse({
  name: 'spring',
  client: 'north',
  steps: [{ id: 'only', channel: 'voice', from: '+12025550100', flow: [{ speak: 'Hello.' }] }],
});

let workers: RehearsalWorkers;
afterEach(() => workers.close());

/** Returns the input of a rehearsal with `size` contacts. `onPiece` is called for each requested piece of the list. */
function inputOf(contacts: number, onPiece: () => void = () => undefined): RehearsalInput {
  return {
    definition,
    startAt: Date.UTC(2027, 2, 1, 15),
    shared: { account: unlimited, global: unlimited, caller: unlimited },
    log: pino({ level: 'silent' }),
    runs: 1,
    async *list() {
      for (let start = 0; start < contacts; start += 100) {
        onPiece();
        const length = Math.min(100, contacts - start);
        yield {
          rows: Array.from({ length }, (_, index) => rowOf(start + index + 1)),
          rejected: [],
          optOuts: [],
        };
      }
    },
  };
}

test('a worker thread returns the same rehearsal as the main thread, and leaves the main thread idle', async () => {
  workers = createRehearsalWorkers({ most: 1, memoryMb: 256 });
  const before = performance.eventLoopUtilization();
  const played = await workers.play(inputOf(60));
  const { utilization } = performance.eventLoopUtilization(before);
  expect(played).toEqual(await rehearse(inputOf(60)));
  expect(played.attempts).toBeGreaterThan(60);
  expect(utilization).toBeLessThan(0.5);
});

test('a rehearsal over the maximum is refused until another one has ended', async () => {
  workers = createRehearsalWorkers({ most: 1, memoryMb: 256 });
  const first = workers.play(inputOf(5));
  await expect(workers.play(inputOf(5))).rejects.toMatchObject({
    code: 'rehearsal.busy',
    details: { retryAfterSeconds: 5 },
  });
  await first;
});

test('a rehearsal ends when its client disconnects, and the next one can start', async () => {
  workers = createRehearsalWorkers({ most: 1, memoryMb: 256 });
  const leaving = new AbortController();
  const played = workers.play({
    ...inputOf(1_000_000, () => leaving.abort()),
    signal: leaving.signal,
  });
  await expect(played).rejects.toMatchObject({ code: 'rehearsal.aborted' });
  await expect(workers.play({ ...inputOf(1), signal: leaving.signal })).rejects.toMatchObject({
    code: 'rehearsal.aborted',
  });
  await expect(workers.play(inputOf(1))).resolves.toMatchObject({ runs: 1 });
});

test('a rehearsal over its maximum of memory is stopped with an error', async () => {
  workers = createRehearsalWorkers({ most: 1, memoryMb: 24 });
  await expect(workers.play(inputOf(1_000_000))).rejects.toMatchObject({
    code: 'rehearsal.too-large',
    message: expect.stringContaining('24 MB') as string,
  });
});

test('an error in the thread, or while the list is read, rejects the rehearsal', async () => {
  workers = createRehearsalWorkers({ most: 1, memoryMb: 256 });
  const unreadable = inputOf(200, () => {
    throw new Error('the store is away');
  });
  await expect(workers.play(unreadable)).rejects.toThrow('the store is away');
  await expect(workers.play({ ...inputOf(1), runs: 0 })).rejects.toThrow('at least one run');
});
