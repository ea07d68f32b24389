import type { Attempt } from '../../../domain/attempt/attempt.ts';
import type { Turn } from './turns.ts';

type Starts = Pick<Turn, 'minted' | 'sent'>;

/** The attempts that a turn mints or sends: none may be to a contact who is barred, nor under an emergency stop. */
export function startedIn({ minted, sent }: Starts): readonly Attempt[] {
  return sent.length === 0 ? minted : [...minted, ...sent];
}

/** The attempts whose permit a turn issues. */
export function permittedIn(turn: Starts): readonly Attempt[] {
  return startedIn(turn).filter(({ state }) => state === 'sending');
}
