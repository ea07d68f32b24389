import type { Details } from '../../domain/attempt/attempt.ts';
import type { AttemptContext, AttemptMachineEvent } from './attempt-events.ts';
import type { Given as GivenOf, Guards } from '../implementation.ts';

type Given = GivenOf<AttemptContext, AttemptMachineEvent>;

/** Compares facts of an end one by one: the greater number, or the greater text; null is the least. */
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
 * Whether evidence of an end is stronger than what the attempt rests on. Of two equal pieces the one with the greater facts
 * wins, then the one with the greater code: which one came first must not matter.
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
  /** Weaker evidence may still be the first that names the touch. */
  namesTouch: ({ context, event }) =>
    event.type === 'ENDED' && context.providerId === null && event.providerId !== null,
  hasOutcome: ({ event }) => event.type === 'RESPONDED' && event.outcome !== null,
} as const satisfies Guards<AttemptContext, AttemptMachineEvent>;
