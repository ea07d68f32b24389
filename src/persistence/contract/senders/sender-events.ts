import type { NewClientEvent } from '../../../domain/client-event.ts';
import type { Sender } from '../../../domain/sender/sender.ts';

/** Returns the event of a client's log for a change of one sender. One of `before` and `after` is not null. */
export function senderLogEvent({
  before,
  after,
  by,
  at,
}: {
  before: Sender | null;
  after: Sender | null;
  by: string;
  at: number;
}): NewClientEvent {
  const address = (after ?? before)?.address ?? '';
  if (after === null) return { type: 'sender.removed', at, by, data: { address } };
  if (before === null) return { type: 'sender.added', at, by, data: { address, ...settingsOf(after) } };
  const isLifted = after.quarantine === null && before.quarantine !== null;
  if (isLifted) return { type: 'sender.released', at, by, data: { address } };
  if (after.quarantine !== null && after.quarantine.at !== before.quarantine?.at) {
    const { cause, reason, until } = after.quarantine;
    return { type: 'sender.quarantined', at, by, data: { address, cause, reason, until } };
  }
  return {
    type: 'sender.changed',
    at,
    by,
    data: { address, before: settingsOf(before), after: settingsOf(after) },
  };
}

function settingsOf({ label, tags, mode, limits }: Sender) {
  return { label, tags: [...tags], mode, limits };
}
