import type { CallContext, CallMachineEvent } from './call-events.ts';
import type { Given as GivenOf, Guards } from './implementation.ts';

type Given = GivenOf<CallContext, CallMachineEvent>;

/** Whether evidence is stronger than what the attempt rests on; of two equal pieces the longer, then the greater code wins. */
export function isStrongerEvidence({ context, event }: Given): boolean {
  if (event.type !== 'ENDED') return false;
  if (event.rank !== context.evidence) return event.rank > context.evidence;
  const talk = (event.talkSeconds ?? 0) - (context.talkSeconds ?? 0);
  return talk === 0 ? (event.cause?.code ?? '') > (context.cause?.code ?? '') : talk > 0;
}

export const callGuards = {
  isStrongerEvidence,
  settles: ({ context, event }) =>
    event.type === 'ENDED' && event.settleUntil !== null && context.outcome === null,
  /** Weaker evidence may still be the first that names the call. */
  namesCall: ({ context, event }) =>
    event.type === 'ENDED' && context.callId === null && event.callId !== null,
  hasOutcome: ({ event }) => event.type === 'GATHERED' && event.outcome !== null,
} as const satisfies Guards<CallContext, CallMachineEvent>;
