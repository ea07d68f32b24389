import { setImmediate as nextTurn } from 'node:timers/promises';
import { createMemoryHub } from '../../src/messaging/memory/memory-bus.ts';
import type { Bus } from '../../src/messaging/contract.ts';
import { busSuite } from '../contracts/bus.suite.ts';

const mostTurns = 1_000;

busSuite({
  name: 'the memory of one process',
  async open() {
    const hub = createMemoryHub();
    const outside = hub.connect();
    return {
      connect: () => Promise.resolve(hub.connect()),
      async until(holds) {
        for (let turns = 0; !holds(); turns += 1) {
          if (turns === mostTurns) throw new Error('the condition never held');
          await nextTurn();
        }
      },
      sendForeign: (subject, message) =>
        outside.publish({ subject, message } as Parameters<Bus['publish']>[0]),
      dispose: outside.close,
    };
  },
});
