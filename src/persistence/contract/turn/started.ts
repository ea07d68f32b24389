import type { Attempt } from '../../../domain/attempt/attempt.ts';
import type { Turn } from './turns.ts';

type Starts = Pick<Turn, 'minted' | 'sent'>;

/**
 * Returns the attempts that a turn mints or sends. None of them may be to a contact that is barred, and none may start
 * under an emergency stop.
 */
export function startedIn({ minted, sent }: Starts): readonly Attempt[] {
  return sent.length === 0 ? minted : [...minted, ...sent];
}

/** Returns the attempts whose permit a turn issues. */
export function permittedIn(turn: Starts): readonly Attempt[] {
  return startedIn(turn).filter(({ state }) => state === 'sending');
}
