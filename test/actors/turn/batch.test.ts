import { expect, test } from 'vitest';
import { takeBatch } from '../../../src/actors/turn/batch.ts';
import type { PendingEvent } from '../../../src/actors/turn/batch.ts';

const report = (number: number): PendingEvent => ({
  event: { type: 'evidence', attempt: `att_${number}`, providerId: null, evidence: [] },
  inboxId: null,
});
const reports = (count: number): PendingEvent[] => Array.from({ length: count }, (_, index) => report(index));
const order = (by: string): PendingEvent => ({
  event: { type: 'command', command: { name: 'resume' }, by },
  inboxId: null,
});
const namesOf = (batch: readonly PendingEvent[]): string[] =>
  batch.map(({ event }) => ('by' in event ? event.by : 'attempt' in event ? event.attempt : event.type));

test('orders overtake a long queue, in their order, with few reports beside them', () => {
  const queue = [...reports(2_000), order('first'), order('second'), report(2_000)];
  const batch = takeBatch(queue, 1_000);
  expect(namesOf(batch).slice(0, 4)).toEqual(['first', 'second', 'att_0', 'att_1']);
  expect(batch).toHaveLength(52);
  expect(queue).toHaveLength(1_951);
  expect(namesOf(takeBatch(queue, 1_000)).slice(0, 2)).toEqual(['att_50', 'att_51']);
});

test('a short queue is taken in its order, and one without orders up to the limit', () => {
  const short = [...reports(3), order('first')];
  expect(namesOf(takeBatch(short, 1_000))).toEqual(['att_0', 'att_1', 'att_2', 'first']);
  expect(short).toEqual([]);
  const long = reports(2_000);
  expect(takeBatch(long, 1_000)).toHaveLength(1_000);
});
