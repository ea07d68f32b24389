import type { Logger } from 'pino';
import { toRefusal } from '../../../domain/refusal.ts';
import type { Bus } from '../../../messaging/contract.ts';
import type { ActorEvent } from '../../events.ts';
import type { Kit } from '../../kit.ts';
import type { ActorRegistry } from '../actor-registry.ts';
import { voidsPermits } from './order-events.ts';
import type { OrderMessage, OrderOutcome } from './order-events.ts';

/** Carries out the orders that other instances send to this one, and replies. */
export function createOrderTaker({
  bus,
  log,
  find,
  faultOf,
}: {
  bus: Bus;
  log: Logger;
  find: ActorRegistry['find'];
  faultOf: Kit['faultOf'];
}): (message: OrderMessage) => void {
  const hasFault = (event: OrderMessage['event']): boolean =>
    event.type === 'command' && event.command.name === 'edit' && faultOf(event.command.definition) !== null;
  const reply = ({ from: to, order }: OrderMessage, outcome: OrderOutcome | { kind: 'taken' }) =>
    bus.publish({ subject: 'orders.replies', to, message: { order: order.key, outcome } });
  const carryOut = async (message: OrderMessage): Promise<OrderOutcome> => {
    const { campaign, event, request, order } = message;
    const actor = find(campaign);
    // The definition may come from another version, and not be valid here.
    if (!actor || hasFault(event)) return { kind: 'not-here' };
    const own = event as ActorEvent;
    try {
      // The sender waits longer. If it ran the turn itself, the turn that runs here would be refused and decided again.
      if (actor.isTurning()) void reply(message, { kind: 'taken' });
      const changed = Boolean(await actor.send(own, request, order));
      if (voidsPermits(own)) actor.voidPermits();
      return { kind: 'done', changed };
    } catch (error) {
      const refusal = toRefusal(error);
      if (refusal) return { kind: 'refused', refusal };
      log.warn({ campaign, err: error }, 'an order of another instance was not carried out here');
      return { kind: 'not-here' };
    }
  };
  return (message) => void carryOut(message).then((outcome) => reply(message, outcome));
}
