import { createMemoryBus } from '../../../src/messaging/memory/memory-bus.ts';
import type { Bus, Subject } from '../../../src/messaging/contract.ts';

/** A bus on which messages of one subject arrive as `deliver` says: not at all, later, or several times. */
export function createSpoiledBus(subject: Subject, deliver: (arrive: () => void) => void): Bus {
  const bus = createMemoryBus();
  return {
    ...bus,
    subscribe: (input) =>
      bus.subscribe({
        ...input,
        handle(message) {
          if (input.subject !== subject) return input.handle(message);
          deliver(() => input.handle(structuredClone(message)));
        },
      }),
  };
}

export const lost = (): void => undefined;
