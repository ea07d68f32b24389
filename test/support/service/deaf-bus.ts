import type { Bus } from '../../../src/messaging/contract.ts';
import { createMemoryBus } from '../../../src/messaging/memory/memory-bus.ts';

/** A bus that loses every message. */
export const deafBus: Bus = {
  ...createMemoryBus(),
  publish: () => Promise.resolve(),
  subscribe: () => Promise.resolve(() => undefined),
  health: () => Promise.resolve({ ok: true, detail: 'deaf' }),
  close: () => Promise.resolve(),
};
