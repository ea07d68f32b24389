import { ownedStates } from '../../../domain/campaign/campaign.ts';
import { fromRefusal, toRefusal } from '../../../domain/refusal.ts';
import type { RequestKey } from '../../../domain/request-key.ts';
import type { BusMessage } from '../../../messaging/contract.ts';
import { sleep } from '../../../platform/clock.ts';
import type { Ownership } from '../../ownership/ownership.ts';
import type { ActorEvent } from '../../events.ts';
import type { RuntimeInput } from '../runtime-input.ts';
import { toOrderEvent } from './order-events.ts';
import type { OrderMessage, OrderOutcome } from './order-events.ts';

/** How long the owner may take before this instance carries an order out itself. System time. */
const answerWithinMs = 100;
/** How long the owner may take that has said that it has taken the order. System time. */
const decideWithinMs = 1_000;
/** How long an answer of the owner is waited for after this instance could not carry the order out. System time. */
const lateAnswerMs = 2_000;
/** The distance of looks for a commit of another instance. System time. */
const lookAgainMs = 25;

type Order = { campaign: string; event: ActorEvent; request?: RequestKey | undefined };

/** Decides an event in a turn of this instance, which does not own the campaign. */
export type RunHere = (input: Order & { order?: RequestKey | undefined }) => Promise<unknown>;

/** Brings the orders of callers to the owners of their campaigns. */
export type OrderGiver = {
  /**
   * Sends an order to the owner of the campaign. If the owner does not answer in time, or does not own it any more, runs it
   * here. Resolves after the commit, with a result that both find under the key of the order.
   */
  give: (input: Order) => Promise<unknown>;
  onReply: (message: BusMessage<'orders.replies'>) => void;
};

type Waiting = { resolve: (outcome: OrderOutcome) => void; noteTaken: () => void };

type GiverInput = Pick<RuntimeInput, 'instance' | 'store' | 'bus' | 'clocks' | 'newId' | 'times'> & {
  ownership: () => Pick<Ownership, 'isAlive'>;
  runHere: RunHere;
};

export function createOrderGiver(input: GiverInput): OrderGiver {
  const { instance, store, bus, newId, runHere } = input;
  const { system, store: storeClock } = input.clocks;
  const waiting = new Map<string, Waiting>();

  const ownerOf = async (campaign: string): Promise<string | null> => {
    const { owner = null, state } = (await store.readCampaign(campaign)) ?? {};
    const isRun = state !== undefined && ownedStates.includes(state) && owner !== instance;
    return isRun && input.ownership().isAlive(owner) ? owner : null;
  };

  /** The result of an order that the owner has committed, once the store shows the commit here. */
  const resultOf = async (outcome: OrderOutcome, order: RequestKey): Promise<unknown> => {
    const until = system.monotonic() + input.times.permitMs;
    while (!(await store.readRequest(order.key)) && system.monotonic() < until)
      await sleep({ clock: system, ms: lookAgainMs });
    if (outcome.kind === 'refused') throw fromRefusal(outcome.refusal);
    return outcome.kind === 'done' && outcome.changed;
  };

  /** An error that is no refusal does not say what the owner does with the order: it may answer yet. */
  const runWithKey = async (order: Order & { order: RequestKey }): Promise<unknown> => {
    try {
      return await runHere(order);
    } catch (error) {
      if (!toRefusal(error)) await sleep({ clock: system, ms: lateAnswerMs });
      throw error;
    }
  };

  const sendTo = async (to: string, sent: OrderMessage['event'], given: Order): Promise<unknown> => {
    const order: RequestKey = {
      key: `order:${newId('event')}`,
      digest: '',
      at: Math.floor(storeClock.now()),
    };
    const { promise: reply, resolve } = Promise.withResolvers<OrderOutcome>();
    const { promise: taken, resolve: noteTaken } = Promise.withResolvers<'taken'>();
    waiting.set(order.key, { resolve, noteTaken: () => noteTaken('taken') });
    try {
      await bus.publish({ subject: 'orders', to, message: { ...given, event: sent, from: instance, order } });
      const late = async (ms: number): Promise<null> => sleep({ clock: system, ms }).then(() => null);
      const soon = await Promise.race([reply, taken, late(answerWithinMs)]);
      const first = soon === 'taken' ? await Promise.race([reply, late(decideWithinMs)]) : soon;
      if (first && first.kind !== 'not-here') return await resultOf(first, order);
      const replied = reply.then((outcome) =>
        outcome.kind === 'not-here' ? new Promise<never>(() => undefined) : resultOf(outcome, order),
      );
      return await Promise.race([replied, runWithKey({ ...given, order })]);
    } finally {
      waiting.delete(order.key);
    }
  };

  return {
    async give({ campaign, event, request }) {
      const sent = toOrderEvent(event);
      const owner = sent && (await ownerOf(campaign));
      if (!sent || owner === null) return runHere({ campaign, event, request });
      return sendTo(owner, sent, { campaign, event, request });
    },
    onReply({ order, outcome }) {
      if (outcome.kind === 'taken') waiting.get(order)?.noteTaken();
      else waiting.get(order)?.resolve(outcome);
    },
  };
}
