import type { Details } from '../../domain/attempt/attempt.ts';
import type { AttemptContext, AttemptMachineEvent } from './attempt-events.ts';
import type { Given as GivenOf, Guards } from '../implementation.ts';

type Given = GivenOf<AttemptContext, AttemptMachineEvent>;

/**
 * Compares two sets of facts, one fact at a time. The greater number or text is the greater fact; null is the
 * smallest.
 */
function compareFacts(left: Details, right: Details | null): number {
  for (const [name, value] of Object.entries(left)) {
    const other = right?.[name] ?? null;
    if (value === other) continue;
    if (value === null || other === null) return value === null ? -1 : 1;
    return value > other ? 1 : -1;
  }
  return 0;
}

/**
 * Whether evidence of an end is stronger than the evidence behind the current disposition. If both have the same
 * rank, the greater facts win, then the greater code, so the order of arrival does not matter.
 */
export function isStrongerEvidence({ context, event }: Given): boolean {
  if (event.type !== 'ENDED') return false;
  if (event.rank !== context.evidence) return event.rank > context.evidence;
  const facts = compareFacts(event.details, context.details);
  return facts === 0 ? (event.cause?.code ?? '') > (context.cause?.code ?? '') : facts > 0;
}

export const attemptGuards = {
  isStrongerEvidence,
  settles: ({ context, event }) =>
    event.type === 'ENDED' && event.settleUntil !== null && context.outcome === null,
  /** Weaker evidence may be the first that contains the provider's id of the touch. */
  namesTouch: ({ context, event }) =>
    event.type === 'ENDED' && context.providerId === null && event.providerId !== null,
  hasOutcome: ({ event }) => event.type === 'RESPONDED' && event.outcome !== null,
} as const satisfies Guards<AttemptContext, AttemptMachineEvent>;
