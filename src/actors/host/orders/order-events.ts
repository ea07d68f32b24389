import type { BusMessage } from '../../../messaging/contract.ts';
import type { ActorEvent } from '../../events.ts';

export type OrderMessage = BusMessage<'orders'>;
type Reply = BusMessage<'orders.replies'>['outcome'];
/** The last reply to an order. */
export type OrderOutcome = Exclude<Reply, { kind: 'taken' }>;

const sentCommands: ReadonlySet<string> = new Set(['pause', 'resume', 'cancel', 'edit']);

/**
 * The event as an order for the owner of its campaign; null for one that the receiving instance decides by itself. A start
 * is decided there: most campaigns have no owner before it. Lists hold personal data and are not sent.
 */
export function toOrderEvent(event: ActorEvent): OrderMessage['event'] | null {
  if (event.type === 'contact-command' || event.type === 'hang-up') return event;
  if (event.type !== 'command' || !sentCommands.has(event.command.name)) return null;
  return event as OrderMessage['event'];
}

/** Whether no unused permit of the campaign may be used once the event is acknowledged. */
export function voidsPermits(event: ActorEvent): boolean {
  return event.type === 'command' && (event.command.name === 'pause' || event.command.name === 'cancel');
}
