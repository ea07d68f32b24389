import type { RuntimeInput } from './runtime-input.ts';
import type { Touch } from '../../channels/contract.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import { endedStates, ownedStates } from '../../domain/campaign/campaign.ts';
import { isRingmasterError } from '../../domain/errors.ts';
import { everyClient } from '../../domain/contact/party.ts';
import type { RequestKey } from '../../domain/request-key.ts';
import type { BusMessage } from '../../messaging/contract.ts';
import { sleep } from '../../platform/clock.ts';
import { createActorRegistry } from './actor-registry.ts';
import { awaitMessage } from './await-message.ts';
import type { CampaignActor } from './actor/campaign-actor.ts';
import { isAt } from './actor/catch-up.ts';
import type { Progress } from './actor/catch-up.ts';
import { createDetachedTurns } from './detached-turn.ts';
import type { ActorEvent, StorableEvent } from '../events.ts';
import { createInstanceKnowledge } from './instance-knowledge.ts';
import type { Kit } from '../kit.ts';
import { createLease } from '../ownership/lease.ts';
import { createLookAround } from '../ownership/look-around.ts';
import { createMachines } from '../transitions/machines.ts';
import { createOwnership } from '../ownership/ownership.ts';
import { twice } from './twice.ts';
import { createReadNews } from '../ownership/read-news.ts';
import { createTouchReader } from '../sending/touch-reader.ts';

/** One instance of the engine: its actors, and the way events reach the right one. */
export type Runtime = {
  start: () => Promise<void>;
  onBeat: (listener: () => void) => void;
  /** Stops minting, finishes what is under way, hands its campaigns over. */
  stop: () => Promise<void>;
  /**
   * Puts an event to a campaign, wherever it runs, and waits for the commit. With the key of a request the event is
   * decided once: a repeat resolves with what the first resolved with.
   */
  ask: (input: { campaign: string; event: ActorEvent; request?: RequestKey | undefined }) => Promise<unknown>;
  /** Like `ask` for news from outside: if the campaign runs elsewhere it is stored in its inbox, then acknowledged. */
  deliver: (input: { campaign: string; id: string; event: StorableEvent }) => Promise<unknown>;
  /** Resolves once no unsent permit of the campaign can be used any more. */
  awaitVoid: (campaign: string) => Promise<void>;
  /** Reads the emergency stops again and lets everyone know; resolves once nothing can start under them. */
  announceHolds: () => Promise<void>;
  actor: (campaign: string) => CampaignActor | null;
  /** Whether an instance runs its campaigns, as far as is known here; false for null. */
  isAlive: (instance: string | null) => boolean;
  readTouch: (attempt: Attempt) => Promise<Touch>;
  /** Settings changed: reads them, and every actor looks again. */
  wakeAll: () => Promise<void>;
};

export function createRuntime(input: RuntimeInput): Runtime {
  const { instance, store, bus, clocks, newId, times, leaseTimes, log } = input;
  const { business, system } = clocks;
  const { facts, faultOf, random } = input;
  const kit: Kit = { machines: createMachines(), channels: facts, faultOf, newId, random, times };
  const lease = createLease({ system, times: leaseTimes });
  const knowledge = createInstanceKnowledge(input);
  const [unsubscribe, onBeat]: [(() => void)[], (() => void)[]] = [[], []];

  const ring = (campaign: string, changed?: Progress): Promise<void> =>
    bus.publish({
      subject: 'campaigns.doorbell',
      message: { campaign, why: changed ? 'changed' : 'inbox', from: instance, ...(changed && { changed }) },
    });

  const keep = async (campaign: string, event: StorableEvent, id = newId('event')): Promise<void> => {
    await store.putInbox({ id, campaign, at: Math.floor(business.now()), body: JSON.stringify(event) });
    await ring(campaign);
  };

  const readTouch = createTouchReader({
    store,
    recordOf: (campaign) => registry.find(campaign)?.memory()?.record ?? null,
  });
  const registry = createActorRegistry({ ...input, kit, lease, knowledge, readTouch, keep });
  const ownership = createOwnership({
    ...input,
    startedAt: system.now(),
    system,
    lease,
    times: leaseTimes,
    owned: registry.epochs,
    onTaken: registry.run,
    onLost(campaign) {
      const actor = registry.find(campaign);
      if (!endedStates.includes(actor?.memory()?.record.state ?? 'running')) actor?.wake('changed');
    },
    onSeen({ campaign, ...progress }) {
      const known = registry.find(campaign)?.memory()?.record;
      if (known && !isAt(known, progress)) registry.find(campaign)?.catchUp(progress);
    },
    onWaiting: (campaign) => onWaiting(campaign),
  });
  const detached = createDetachedTurns({ ...input, kit, dispatching: knowledge });

  /** A campaign that needs an owner and has none is run here at once. */
  const adopt = async (campaign: string): Promise<void> => {
    const found = await store.readCampaign(campaign);
    if (found?.owner === null && ownedStates.includes(found.state)) {
      await ownership.take({ campaign, epoch: found.epoch });
    }
  };

  /**
   * Events wait for a campaign that is not run here: its owner is told. What has ended has none any more that looks into
   * the inbox, so it is run here until they are consumed.
   */
  const onWaiting = async (campaign: string): Promise<void> => {
    if (registry.find(campaign)) return;
    const found = await store.readCampaign(campaign);
    if (!found) return;
    const { owner, epoch, state } = found;
    const isOurs = owner === instance || (endedStates.includes(state) && !ownership.isAlive(owner));
    if (isOurs) await ownership.take({ campaign, epoch });
    else await ring(campaign);
  };

  const onDoorbell = ({ campaign, why, from, changed }: BusMessage<'campaigns.doorbell'>): void => {
    if (from === instance) return;
    if (changed) registry.find(campaign)?.catchUp(changed);
    else registry.find(campaign)?.wake(why);
  };

  /** Permits of campaigns under an emergency stop, or of unknown clients, are worthless from now on. */
  const obeyHolds = (): void => {
    const held = new Set(knowledge.holds().map(({ client }) => client));
    for (const actor of registry.all()) {
      const client = actor.memory()?.record.client;
      if (client === undefined || held.has(everyClient) || held.has(client)) actor.voidPermits();
      actor.wake();
    }
  };

  const onHolds = ({ from }: BusMessage<'holds'>): void => {
    if (from === instance) return;
    for (const actor of registry.all()) actor.voidPermits();
    knowledge
      .refresh()
      .then(obeyHolds)
      .catch((error: unknown) => log.error({ err: error }, 'emergency stops were not read'));
  };

  const lookAround = createLookAround({
    store,
    system,
    everyMs: leaseTimes.beatMs,
    log,
    registry,
    knowledge,
    sendLog: input.sendLog,
    obeyHolds,
    readNews: createReadNews({ instance, store, registry, onWaiting }),
    breathe: input.breathe,
    onBeat,
  });

  return {
    readTouch,
    actor: registry.find,
    isAlive: ownership.isAlive,
    onBeat: (listener) => void onBeat.push(listener),

    async wakeAll() {
      await knowledge.refresh();
      for (const actor of registry.all()) actor.wake('inbox');
    },

    async ask({ campaign, event, request }) {
      const own = registry.find(campaign);
      if (own) return own.send(event, request);
      const { answer, memory } = await detached({ campaign, event, request });
      const { rev, seq } = memory.record;
      await ring(campaign, { rev, seq });
      await adopt(campaign);
      return answer;
    },

    async deliver({ campaign, id, event }) {
      const own = registry.find(campaign);
      try {
        if (own) return await own.send(event);
      } catch (error) {
        if (!isRingmasterError(error, 'campaign.moved')) throw error;
      }
      const record = await store.readCampaign(campaign);
      // What has ended has no owner who would look into its inbox.
      if (record && !ownedStates.includes(record.state)) return (await detached({ campaign, event })).answer;
      await keep(campaign, event, id);
      return null;
    },

    async awaitVoid(campaign) {
      const own = registry.find(campaign);
      if (own) return own.voidPermits();
      await awaitMessage({
        bus,
        system,
        subject: 'campaigns.voided',
        timeoutMs: times.permitMs,
        isIt: (message) => message.campaign === campaign,
      });
    },

    async announceHolds() {
      await knowledge.refresh();
      obeyHolds();
      await bus.publish({ subject: 'holds', message: { from: instance } });
      const others = (await store.listInstances()).filter(({ id }) => id !== instance);
      if (others.length > 0) await sleep({ clock: system, ms: times.permitMs });
    },

    async start() {
      await knowledge.refresh();
      for (const { client, by, reason } of knowledge.holds()) {
        log.warn(
          { client, by, reason },
          'an emergency stop is in force: nothing starts for this client (*: for any)',
        );
      }
      unsubscribe.push(
        await bus.subscribe({ subject: 'campaigns.doorbell', handle: twice(system, onDoorbell) }),
        await bus.subscribe({ subject: 'holds', handle: twice(system, onHolds) }),
      );
      await ownership.start();
      lookAround.start();
    },

    async stop() {
      await lookAround.stop();
      for (const end of unsubscribe) end();
      await ownership.stop();
      for (const [campaign, epoch] of await registry.stop()) {
        await store.claimCampaign({ campaign, fromEpoch: epoch, instance: null });
      }
      await store.removeInstance(instance);
    },
  };
}
