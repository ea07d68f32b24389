import { expect, test } from 'vitest';
import { updatesOn } from '../../src/machines/implementation.ts';

type Context = { count: number };
type Event = { type: 'ADD'; by: number } | { type: 'SUB'; by: number } | { type: 'IDLE' };

const on = updatesOn<Context, Event>();
const change = on(['ADD', 'SUB'], ({ context, event }) => ({
  count: context.count + (event.type === 'ADD' ? event.by : -event.by),
}));

test('an update applies to the events that it names', () => {
  expect(change({ context: { count: 1 }, event: { type: 'ADD', by: 2 } })).toEqual({ count: 3 });
  expect(change({ context: { count: 1 }, event: { type: 'SUB', by: 2 } })).toEqual({ count: -1 });
});

test('for another event it changes nothing', () => {
  expect(change({ context: { count: 1 }, event: { type: 'IDLE' } })).toEqual({});
});
