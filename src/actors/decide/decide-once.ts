import type { PendingEvent } from '../turn/batch.ts';
import type { TurnFacts } from '../turn/turn-input.ts';
import { decide } from './decide.ts';
import type { Deciding } from './steps.ts';

/**
 * Decides an event, unless it carries out a request whose work is done: then it returns what was answered before. An
 * event that is refused fulfils nothing.
 */
export function decideOnce(
  deciding: Deciding,
  { pending: { event, request }, facts }: { pending: PendingEvent; facts: TurnFacts },
): unknown {
  if (!request) return decide(deciding, { event, facts });
  if (facts.fulfilled.has(request.key)) return facts.fulfilled.get(request.key);
  const value = decide(deciding, { event, facts });
  deciding.set.fulfil({ ...request, result: JSON.stringify(value ?? null) });
  return value;
}
