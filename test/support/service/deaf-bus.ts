import type { Bus } from '../../../src/messaging/contract.ts';

/** A bus that loses every message. */
export const deafBus: Bus = {
  publish: () => Promise.resolve(),
  subscribe: () => Promise.resolve(() => undefined),
  health: () => Promise.resolve({ ok: true, detail: 'deaf' }),
  close: () => Promise.resolve(),
};
