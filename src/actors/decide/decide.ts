import { RingmasterError } from '../../domain/errors.ts';
import type { ActorEvent } from '../events.ts';
import type { PendingEvent } from '../turn/batch.ts';
import type { TurnFacts } from '../turn/turn-input.ts';
import { commandCampaign } from './campaign-commands.ts';
import { commandContact, suppressContact } from './contact-commands.ts';
import { receiveEvidence } from './evidence.ts';
import { addChunk, appendRow, closeImport, openImport, reopenImport } from './imports.ts';
import { receiveNotEnded, receivePlaceOutcome, receiveSearch } from './performed.ts';
import { transitionAttempt } from './steps.ts';
import type { Deciding } from './steps.ts';

function hangUp(deciding: Deciding, { attempt: id, by }: { attempt: string; by: string }): boolean {
  const { set } = deciding;
  const attempt = set.attempt(id);
  if (!attempt) {
    throw new RingmasterError({
      code: 'call.not-found',
      family: 'not-found',
      message: `There is no call ${id}.`,
    });
  }
  const after = transitionAttempt(deciding, { row: attempt, event: { type: 'END_WANTED' } });
  if (after === attempt || attempt.endWanted) return false;
  set.log({ type: 'attempt.hang-up-ordered', position: attempt.position, attempt: id, by });
  return true;
}

/** Applies one event to the working set. The result is the answer to the sender; it is valid once committed. */
function decide(deciding: Deciding, { event, facts }: { event: ActorEvent; facts: TurnFacts }): unknown {
  const { set } = deciding;
  switch (event.type) {
    case 'command':
      return commandCampaign(deciding, event);
    case 'contact-command':
      return commandContact(deciding, event);
    case 'hang-up':
      return hangUp(deciding, event);
    case 'evidence':
      return receiveEvidence(deciding, { ...event, optingOut: facts.optingOut.get(event.attempt) ?? null });
    case 'prepared':
      return event.outcome.kind === 'prepared'
        ? undefined
        : receivePlaceOutcome(deciding, { attempt: event.attempt, outcome: event.outcome });
    case 'placed':
      return receivePlaceOutcome(deciding, event);
    case 'searched':
      return receiveSearch(deciding, event);
    case 'not-ended':
      return receiveNotEnded(deciding, event);
    case 'import-opened':
      return openImport(deciding, event.record, event.record.by);
    case 'import-reopened':
      return facts.importRecord && reopenImport(deciding, { ...event, record: facts.importRecord });
    case 'import-chunk':
      return facts.chunk && addChunk(deciding, { event, facts: facts.chunk });
    case 'import-appended':
      return facts.chunk && appendRow(deciding, { event, facts: facts.chunk });
    case 'import-closed':
      return facts.importRecord && closeImport(deciding, { ...event, record: facts.importRecord });
    case 'suppressed':
      for (const position of facts.byAddress.get(event.address) ?? []) {
        const [row, reach] = [set.enrollment(position), facts.reaches.get(position)];
        if (row && reach) suppressContact(deciding, { row, reach });
      }
      return undefined;
  }
}

/**
 * Decides an event. If its request was already carried out, it returns the earlier answer instead. A refused event
 * does not count as carried out.
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
