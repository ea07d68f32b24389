import type { TestCarrier } from './carrier.ts';

/** For services whose channels do not use the carrier: it cannot be reached. */
export const openNoCarrier = (): TestCarrier => ({
  sendFor: () => async () => ({ kind: 'unsent', detail: 'there is no carrier' }),
  isBusy: () => false,
  close: () => undefined,
});
