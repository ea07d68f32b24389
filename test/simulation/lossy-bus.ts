import type { Bus } from '../../src/messaging/contract.ts';
import type { Clock } from '../../src/platform/clock.ts';
import type { Draw } from './draw.ts';

/** What a network does to messages. */
export type BusFaults = {
  /** The share of messages that is lost. */
  loss: number;
  /** The share of the others that arrives twice. */
  twice: number;
  /** Each copy arrives at a moment drawn up to this, so messages overtake each other. */
  maxDelayMs: number;
};

/** The bus of one receiver: it loses, doubles, delays and reorders the messages that arrive there, and no others. */
export function createLossyBus({
  bus,
  faults: { loss, twice, maxDelayMs },
  draw,
  clock,
}: {
  bus: Bus;
  faults: BusFaults;
  draw: Draw;
  clock: Clock;
}): Bus {
  return {
    ...bus,
    async subscribe(input) {
      let isEnded = false;
      const end = await bus.subscribe({
        ...input,
        handle(message) {
          if (draw.chance(loss)) return;
          const copies = draw.chance(twice) ? 2 : 1;
          for (let copy = 1; copy <= copies; copy += 1) {
            const at = clock.now() + draw.int(0, maxDelayMs);
            clock.at(at, () => isEnded || input.handle(structuredClone(message)));
          }
        },
      });
      return () => {
        isEnded = true;
        end();
      };
    },
  };
}
