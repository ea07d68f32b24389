import type { LimitStore, Reservation } from '../../persistence/contract/attempts/limits.ts';

/** Reserves slots for the owner of one campaign. Rejects with the errors of the store. */
export type Reserve = (input: Omit<Parameters<LimitStore['reserve']>[0], 'id'>) => Promise<Reservation>;

/**
 * Creates a function that gives each reservation its id. If an answer is lost, the reservation is repeated once with
 * the same id, so that no slot is taken twice. If that fails too, the turn fails and the campaign is loaded again,
 * which recounts its slots.
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
