import { setImmediate as nextTurn } from 'node:timers/promises';
import { createMemoryHub } from '../../src/messaging/memory/memory-bus.ts';
import type { Bus } from '../../src/messaging/contract.ts';
import type { PublishedEvent } from '../contracts/bus/bus-under-test.ts';
import { busSuite } from '../contracts/bus.suite.ts';

const mostTurns = 1_000;

busSuite({
  name: 'the memory of one process',
  async open() {
    const events: PublishedEvent[] = [];
    const hub = createMemoryHub({
      onEvent({ body, ...event }) {
        events.push({ ...event, text: new TextDecoder().decode(body) });
      },
    });
    const outside = hub.connect();
    return {
      connect: () => Promise.resolve(hub.connect()),
      async until(holds) {
        for (let turns = 0; !(await holds()); turns += 1) {
          if (turns === mostTurns) throw new Error('the condition never held');
          await nextTurn();
        }
      },
      sendForeign: (subject, message) =>
        outside.publish({ subject, message } as Parameters<Bus['publish']>[0]),
      deadLetters: () => Promise.resolve(hub.deadLetters()),
      published: () => Promise.resolve(events),
      dispose: outside.close,
    };
  },
});
