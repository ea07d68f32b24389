import type { Incarnation } from '../../domain/incarnation.ts';
import { RingmasterError } from '../../domain/errors.ts';

/** Returns the incarnation that begins after the current one; null if the current one is still being marked. */
export function nextIncarnation(
  { number, phase, since: before }: Incarnation,
  input: Pick<Incarnation, 'id' | 'at'> & { since: number },
): Incarnation | null {
  if (phase === 'marking') return null;
  // What an earlier restore has not compared yet is still to be compared.
  const since = phase === 'reconciling' ? Math.min(input.since, before ?? input.since) : input.since;
  const { id, at } = input;
  return { number: number + 1, id, at, since, phase: 'marking', reviewed: 0, reconciledAt: null };
}

export function phaseAfter(
  from: 'marking' | 'reconciling',
  at: number,
): { phase: 'reconciling' | 'done'; reconciledAt: number | null } {
  return from === 'marking'
    ? { phase: 'reconciling', reconciledAt: null }
    : { phase: 'done', reconciledAt: at };
}

export function incarnationMissing(): RingmasterError {
  return new RingmasterError({
    code: 'store.corrupt',
    family: 'fault',
    message: 'The store has no incarnation: its rows were deleted by another program.',
    hint: 'Restore a backup.',
  });
}
