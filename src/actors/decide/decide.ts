import { fromRefusal, toRefusal } from '../../domain/refusal.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { ActorEvent } from '../events.ts';
import type { PendingEvent } from '../turn/batch.ts';
import { addressesOf } from '../turn/turn-input.ts';
import type { TurnFacts } from '../turn/turn-input.ts';
import { receiveCallback } from './callbacks.ts';
import { commandCampaign } from './campaign/campaign-commands.ts';
import { noteRemovedRecording } from './recordings.ts';
import { correctAttempt } from './correct.ts';
import { commandContact, suppressContact } from './contact-commands.ts';
import { doubtContacts } from './doubts.ts';
import { receiveEvidence } from './evidence.ts';
import { hangUp, noteTransfer, orderTransfer } from './touch-orders.ts';
import { addChunk, appendRow } from './imports/chunks.ts';
import { closeImport, openImport, reopenImport } from './imports/imports.ts';
import { receiveNotEnded, receivePlaceOutcome, receivePrepareOutcome, receiveSearch } from './performed.ts';
import type { Deciding } from './steps.ts';

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
    case 'transfer-ordered':
      return orderTransfer(deciding, event);
    case 'transfer-done':
      return noteTransfer(deciding, event);
    case 'recording-removed':
      return noteRemovedRecording(deciding, event);
    case 'correct':
      return correctAttempt(deciding, { ...event, contact: facts.optingOut.get(event.attempt) ?? null });
    case 'evidence': {
      const { callback, ...rest } = event;
      const received = { ...rest, optingOut: facts.optingOut.get(event.attempt) ?? null };
      return callback
        ? receiveCallback(deciding, { ...received, callback })
        : receiveEvidence(deciding, received);
    }
    case 'prepared':
      return receivePrepareOutcome(deciding, event);
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
    case 'contacts-doubted':
      return doubtContacts(deciding, event);
    case 'suppressed':
      for (const position of new Set(addressesOf(event).flatMap((one) => facts.byAddress.get(one) ?? []))) {
        const [row, reach] = [set.enrollment(position), facts.reaches.get(position)];
        if (row && reach) suppressContact(deciding, { row, reach });
      }
      return undefined;
  }
}

type Once = { pending: PendingEvent; facts: TurnFacts };

/**
 * Decides an event. If its request was already carried out, it returns the earlier answer instead. A refused event
 * does not count as carried out.
 */
function decideRequest(deciding: Deciding, { pending: { event, request }, facts }: Once): unknown {
  if (!request) return decide(deciding, { event, facts });
  if (facts.fulfilled.has(request.key)) return facts.fulfilled.get(request.key);
  const value = decide(deciding, { event, facts });
  deciding.set.fulfil({ ...request, result: JSON.stringify(value ?? null) });
  facts.fulfilled.set(request.key, value ?? null);
  return value;
}

/** What became of an order, as it is stored under its key. */
type OrderOutcome = { value: unknown } | { refused: Refusal };

/**
 * Decides an event once: what was decided before under the key of its request or of its order is answered or refused
 * again.
 */
export function decideOnce(deciding: Deciding, once: Once): unknown {
  const { order } = once.pending;
  if (!order) return decideRequest(deciding, once);
  const known = once.facts.fulfilled.get(order.key) as OrderOutcome | undefined;
  if (known && 'refused' in known) throw fromRefusal(known.refused);
  if (known) return known.value;
  const keep = (outcome: OrderOutcome): void => {
    deciding.set.fulfil({ ...order, result: JSON.stringify(outcome) });
    once.facts.fulfilled.set(order.key, outcome);
  };
  try {
    const value = decideRequest(deciding, once) ?? null;
    keep({ value });
    return value;
  } catch (error) {
    const refused = toRefusal(error);
    if (refused) keep({ refused });
    throw error;
  }
}
