import type { LimitStore, Reservation } from '../../persistence/contract/attempts/limits.ts';

/** Reserves slots for the owner of one campaign; rejects as the store does. */
export type Reserve = (input: Omit<Parameters<LimitStore['reserve']>[0], 'id'>) => Promise<Reservation>;

/**
 * Gives each reservation its id. One whose answer was lost is asked for once more, under the same id: whatever the store
 * has taken by then is not taken twice. If that fails as well, the turn fails, and
 * the campaign is loaded again, which recounts what it holds.
 */
export function createReserve({ store }: { store: Pick<LimitStore, 'reserve'> }): Reserve {
  let last = 0;
  return async (input) => {
    last += 1;
    const asked = { ...input, id: last };
    try {
      return await store.reserve(asked);
    } catch {
      return store.reserve(asked);
    }
  };
}
