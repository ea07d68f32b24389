import { endedStates, ownedStates } from '../../domain/campaign/campaign.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { isRingmasterError } from '../../domain/errors.ts';
import type { RequestKey } from '../../domain/request-key.ts';
import { impersonalResult } from '../../domain/attempt/impersonal-evidence.ts';
import { createSharedReads } from '../../platform/sharing/shared-reads.ts';
import type { BusMessage } from '../../messaging/contract.ts';
import type { ActorEvent, StorableEvent } from '../events.ts';
import type { Ownership } from '../ownership/ownership.ts';
import type { Release } from '../ownership/release.ts';
import type { ActorRegistry } from './actor-registry.ts';
import type { Progress } from './actor/catch-up.ts';
import { awaitVoided } from './await-voided.ts';
import type { createDetachedTurns } from './detached-turn.ts';
import { createOrderTaker } from './orders/carry-out.ts';
import { createOrderGiver } from './orders/give-order.ts';
import type { OrderGiver, RunHere } from './orders/give-order.ts';
import { voidsPermits } from './orders/order-events.ts';
import type { OrderMessage } from './orders/order-events.ts';
import type { RuntimeInput } from './runtime-input.ts';

/** Brings events to the instance that runs their campaign. */
export type Routing = {
  /**
   * Sends an event to a campaign, wherever it runs, and resolves after the commit. With the key of a request the event
   * is decided once: a repeat resolves with the result of the first. After a pause or a cancel, no unused permit of the
   * campaign can be used any more.
   */
  ask: (input: { campaign: string; event: ActorEvent; request?: RequestKey | undefined }) => Promise<unknown>;
  /**
   * Like `ask`, for evidence. If another instance runs the campaign, the event is stored in its inbox and sent to that
   * instance.
   */
  deliver: (input: { campaign: string; id: string; event: StorableEvent }) => Promise<unknown>;
  /** Stores an event in the inbox of a campaign and tells its owner. */
  keep: (campaign: string, event: StorableEvent) => Promise<void>;
  /** Finds the owner of a campaign that has events in its inbox and is not run here. */
  onWaiting: (campaign: string) => Promise<void>;
  onDoorbell: (message: BusMessage<'campaigns.doorbell'>) => void;
  /** Takes a result that another instance has stored in the inbox. A campaign that is not run here finds it there. */
  onResult: (message: BusMessage<'evidence'>) => void;
  /** Carries out an order of another instance for a campaign that is run here. */
  onOrder: (message: OrderMessage) => void;
  /** Takes the answer to an order that this instance sent. */
  onReply: OrderGiver['onReply'];
};

type RoutingInput = Pick<
  RuntimeInput,
  'instance' | 'store' | 'bus' | 'clocks' | 'newId' | 'times' | 'faultOf' | 'log'
> & {
  registry: () => ActorRegistry;
  ownership: () => Ownership;
  offer: Release['offer'];
  detached: ReturnType<typeof createDetachedTurns>;
};

export function createRouting(input: RoutingInput): Routing {
  const { instance, store, clocks } = input;
  const find: ActorRegistry['find'] = (campaign) => input.registry().find(campaign);
  const putInInbox = (campaign: string, event: StorableEvent, id: string): Promise<boolean> => {
    const at = Math.floor(clocks.business.now());
    return store.putInbox({ id, campaign, at, body: JSON.stringify(event) });
  };
  // Hundreds of callbacks a second may be about the same campaign.
  const shareRead = createSharedReads<CampaignRecord | null>();
  const orders = createOrderGiver({ ...input, runHere: (order) => runHere(input, order) });
  return {
    async keep(campaign, event) {
      await putInInbox(campaign, event, input.newId('event'));
      await ring(input, campaign);
    },
    async ask({ campaign, event, request }) {
      const own = find(campaign);
      if (!own) return orders.give({ campaign, event, request });
      const answer = await own.send(event, request);
      if (voidsPermits(event)) own.voidPermits();
      return answer;
    },
    async deliver({ campaign, id, event }) {
      const own = find(campaign);
      try {
        if (own) return await own.send(event);
      } catch (error) {
        if (!isRingmasterError(error, 'campaign.moved')) throw error;
      }
      const record = await shareRead(campaign, () => store.readCampaign(campaign));
      // An ended campaign has no owner that reads its inbox.
      if (record && !ownedStates.includes(record.state))
        return (await input.detached({ campaign, event })).answer;
      const isNew = await putInInbox(campaign, event, id);
      // A delivery of a callback that already waits is kept too: each of them is counted.
      const isCounted = !isNew && event.type === 'evidence' && event.callback !== undefined;
      const inboxId = isCounted ? input.newId('event') : id;
      if (isCounted) await putInInbox(campaign, event, inboxId);
      await passOn(input, { id: inboxId, campaign, event, owner: record?.owner ?? null });
      return null;
    },
    async onWaiting(campaign) {
      if (!find(campaign)) await takeOrRing(input, campaign);
    },
    onDoorbell({ campaign, why, from, changed }) {
      if (from === instance) return;
      if (changed) find(campaign)?.catchUp(changed);
      else find(campaign)?.wake(why);
    },
    onResult({ id, campaign, ...result }) {
      find(campaign)?.take({ id, event: { type: 'evidence', ...result } });
    },
    onOrder: createOrderTaker({ ...input, find }),
    onReply: orders.onReply,
  };
}

/** Decides an event here although another instance may own the campaign, and tells the owner. */
async function runHere(input: RoutingInput, order: Parameters<RunHere>[0]): Promise<unknown> {
  const { campaign, event } = order;
  const { answer, memory } = await input.detached(order);
  const { rev, seq } = memory.record;
  await ring(input, campaign, { rev, seq });
  await adopt(input, campaign);
  if (!voidsPermits(event)) return answer;
  const own = input.registry().find(campaign);
  own?.voidPermits();
  const { bus, clocks, times } = input;
  const timeoutMs = times.permitMs;
  if (!own) await awaitVoided({ bus, system: clocks.system, campaign, rev, timeoutMs });
  return answer;
}

/** Tells the owner of a campaign that its inbox has events, or that another instance changed the campaign. */
function ring(
  { bus, instance }: Pick<RoutingInput, 'bus' | 'instance'>,
  campaign: string,
  changed?: Progress,
): Promise<void> {
  const why = changed ? 'changed' : 'inbox';
  return bus.publish({
    subject: 'campaigns.doorbell',
    message: { campaign, why, from: instance, ...(changed && { changed }) },
  });
}

/**
 * Sends an event of the inbox to the owner of its campaign, which then reads no inbox. What is not, or may not be,
 * without personal data stays in the store, and the owner is told to read it.
 */
async function passOn(
  input: Pick<RoutingInput, 'bus' | 'instance'>,
  {
    id,
    campaign,
    event,
    owner,
  }: { id: string; campaign: string; event: StorableEvent; owner: string | null },
): Promise<void> {
  const result = event.type === 'evidence' ? impersonalResult(event) : null;
  if (!result || owner === null) return ring(input, campaign);
  await input.bus.publish({ subject: 'evidence', to: owner, message: { id, campaign, ...result } });
}

/** Takes a campaign that needs an owner and has none, or offers it to the others. */
async function adopt({ store, ownership, offer }: RoutingInput, campaign: string): Promise<void> {
  const found = await store.readCampaign(campaign);
  if (found?.owner !== null || !ownedStates.includes(found.state)) return;
  if (ownership().isStopped()) await offer(campaign);
  else await ownership().take({ campaign, epoch: found.epoch, owner: null });
}

/**
 * Events wait for a campaign that is not run here. Its owner is told. An ended campaign has no owner that reads the
 * inbox, so it is run here until its events are consumed.
 */
async function takeOrRing(input: RoutingInput, campaign: string): Promise<void> {
  const found = await input.store.readCampaign(campaign);
  if (!found) return;
  const { owner, epoch, state } = found;
  const ownership = input.ownership();
  const isOurs = owner === input.instance || (endedStates.includes(state) && !ownership.isAlive(owner));
  if (isOurs) await ownership.take({ campaign, epoch, owner });
  else await ring(input, campaign);
}
