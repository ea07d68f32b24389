import type { Touch, WebhookPorts } from '../../channels/contract.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import { endedStates } from '../../domain/campaign/campaign.ts';
import type { ActorEvent } from '../events.ts';
import type { Kit } from '../kit.ts';
import { createLease } from '../ownership/lease.ts';
import { createPeriodicReads } from '../ownership/periodic-reads.ts';
import { createOwnership } from '../ownership/ownership.ts';
import type { Ownership } from '../ownership/ownership.ts';
import { createPace } from '../ownership/pace.ts';
import { createPublishHeartbeat } from '../ownership/heartbeat.ts';
import { createSampleClock } from '../ownership/sample-clock.ts';
import { createRelease } from '../ownership/release.ts';
import { createApplyNews } from '../ownership/apply-news.ts';
import { createAttemptReader } from '../sending/readers/attempt-reader.ts';
import { createLocalTimeReader } from '../sending/readers/local-time-reader.ts';
import { createTouchReader } from '../sending/readers/touch-reader.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { CampaignMemory } from '../turn/campaign-memory.ts';
import { createMachines } from '../transitions/machines.ts';
import { createActorRegistry } from './actor-registry.ts';
import type { ActorRegistry } from './actor-registry.ts';
import type { CampaignActor } from './actor/campaign-actor.ts';
import { isAt } from './actor/catch-up.ts';
import { createBreakerChanges } from './breaker-changes.ts';
import { createDetachedTurns } from './detached-turn.ts';
import { createFiguresReader } from '../watching/figures.ts';
import type { FiguresReader } from '../watching/figures.ts';
import { createEmergencyStops } from './stops/emergency-stops.ts';
import { createInstanceKnowledge } from './instance-knowledge.ts';
import { createRouting } from './routing.ts';
import type { Routing } from './routing.ts';
import type { RuntimeInput } from './runtime-input.ts';
import { handleTwice } from './handle-twice.ts';

/** One instance of the engine: its actors, and the routing of events to the instance that runs a campaign. */
export type Runtime = Pick<Routing, 'ask' | 'deliver'> &
  FiguresReader & {
    start: () => Promise<void>;
    onBeat: (listener: () => void) => void;
    /**
     * Decides an event here, without taking the campaign. For a store that no instance uses. Resolves after the commit.
     */
    decideHere: (input: { campaign: string; event: ActorEvent }) => Promise<unknown>;
    /** Starts no more attempts, finishes work under way, and releases its campaigns. */
    stop: () => Promise<void>;
    /**
     * After `stop`: resolves once the answers of channels that came too late for this owner are stored for the next one.
     */
    settled: () => Promise<void>;
    /** Reads the emergency stops and tells the other instances. Resolves once nothing can start under them. */
    announceStops: () => Promise<void>;
    actor: (campaign: string) => CampaignActor | null;
    /** Returns whether an instance is alive, as far as is known here; false for null. */
    isAlive: (instance: string | null) => boolean;
    /** Returns the system time at which a heartbeat of an instance was last seen here; null if none was. */
    heartbeatAt: (instance: string) => number | null;
    readAttempt: WebhookPorts['readAttempt'];
    readTouch: (attempt: Attempt) => Promise<Touch>;
    /** See `WebhookPorts`. */
    nextLocalTime: WebhookPorts['nextLocalTime'];
    /** Reads the settings, which have changed. Every actor checks again. */
    wakeAll: () => Promise<void>;
  };

export function createRuntime(input: RuntimeInput): Runtime {
  const { instance, store, bus, log, clocks } = input;
  const parts = composeRuntime(input);
  const { routing, registry, ownership, release, knowledge, stops, breakers, periodicReads } = parts;
  const { business } = clocks;
  const unsubscribe: (() => void)[] = [];
  return {
    ...createFiguresReader({
      registry,
      lease: parts.lease,
      isTimeKnown: knowledge.isTimeKnown,
      channels: input.facts,
      store,
      business,
    }),
    ask: routing.ask,
    deliver: routing.deliver,
    readAttempt: parts.readAttempt,
    readTouch: parts.readTouch,
    nextLocalTime: createLocalTimeReader({ store }),
    actor: registry.find,
    isAlive: ownership.isAlive,
    heartbeatAt: ownership.heartbeatAt,
    decideHere: async (order) => (await parts.detached(order)).answer,
    announceStops: stops.announce,
    settled: registry.settled,
    onBeat: (listener) => void parts.onBeat.push(listener),

    async wakeAll() {
      await knowledge.refresh();
      for (const actor of registry.all()) actor.wake('inbox');
    },

    async start() {
      await knowledge.refresh();
      for (const { client, by, reason } of knowledge.stops()) {
        log.warn(
          { client, by, reason },
          'an emergency stop is in force: nothing starts for this client (*: for any)',
        );
      }
      const { system } = clocks;
      unsubscribe.push(
        await bus.subscribe({
          subject: 'campaigns.doorbell',
          handle: handleTwice(system, routing.onDoorbell),
        }),
        await bus.subscribe({ subject: 'evidence', to: instance, handle: routing.onResult }),
        await bus.subscribe({ subject: 'orders', to: instance, handle: routing.onOrder }),
        await bus.subscribe({ subject: 'orders.replies', to: instance, handle: routing.onReply }),
        await bus.subscribe({ subject: 'campaigns.released', handle: ownership.onReleased }),
        await bus.subscribe({ subject: 'holds', handle: handleTwice(system, stops.onMessage) }),
        await bus.subscribe({ subject: 'breakers', handle: handleTwice(system, breakers.onMessage) }),
        await bus.subscribe({ subject: 'holds.replies', to: instance, handle: stops.onReply }),
      );
      await ownership.start();
      periodicReads.start();
    },

    async stop() {
      await periodicReads.stop();
      for (const end of unsubscribe) end();
      await ownership.stop();
      await release.leave(registry.stop);
      await store.removeInstance(instance);
    },
  };
}

/** Creates the parts of a runtime, which refer to each other. */
function composeRuntime(input: RuntimeInput) {
  const { instance, store, clocks, times, leaseTimes, log } = input;
  const { facts, faultOf, newId, random, breathe, sendLog } = input;
  const { system } = clocks;
  const kit: Kit = { machines: createMachines(), channels: facts, faultOf, newId, random, times };
  const lease = createLease({ system, times: leaseTimes });
  const pace = createPace(leaseTimes);
  const knowledge = createInstanceKnowledge(input);
  const onBeat: (() => void)[] = [];
  const memoryOf = (campaign: string) => registry.find(campaign)?.memory() ?? null;
  const readers = createReaders({ store, channels: facts }, memoryOf);
  const breakers = createBreakerChanges({ ...input, registry: () => registry });
  const onBreakers = breakers.announce;
  const detached = createDetachedTurns({ ...input, kit, dispatching: knowledge, onBreakers });
  const release = createRelease({ ...input, system });
  const routing = createRouting({
    ...input,
    offer: release.offer,
    registry: () => registry,
    ownership: () => ownership,
    detached,
  });
  const shared = { kit, lease, knowledge, ...readers, onBreakers, keep: routing.keep };
  const registry: ActorRegistry = createActorRegistry({ ...input, ...shared });
  const startedAt = clocks.store.now();
  const ownership: Ownership = createOwnership({
    ...input,
    startedAt,
    system,
    lease,
    times: leaseTimes,
    pace,
    owned: registry.epochs,
    sampleClock: createSampleClock(input),
    onBeat: createPublishHeartbeat({ ...input, startedAt, clock: clocks.store, campaigns: registry.size }),
    moving: {
      random,
      candidates: () => fewestOpenFirst(registry),
      handOver: (campaign) => registry.handOver(campaign, release.one),
      announce: release.announce,
    },
    onTaken: registry.run,
    onLost(campaign) {
      const actor = registry.find(campaign);
      if (!endedStates.includes(actor?.memory()?.record.state ?? 'running')) actor?.wake('changed');
    },
    onSeen({ campaign, ...progress }) {
      const known = registry.find(campaign)?.memory()?.record;
      if (known && !isAt(known, progress)) registry.find(campaign)?.catchUp(progress);
    },
    onWaiting: routing.onWaiting,
  });
  const stops = createEmergencyStops({ ...input, registry, knowledge, isDead: ownership.isDead });
  const periodicReads = createPeriodicReads({
    instance,
    store,
    system,
    everyMs: pace.newsMs,
    log,
    registry,
    knowledge,
    sendLog,
    applyStops: stops.apply,
    applyNews: createApplyNews({ store, registry, onWaiting: routing.onWaiting }),
    breathe,
    onBeat,
  });
  const own = { lease, routing, registry, ownership, release, knowledge, stops, breakers, onBeat };
  return { ...own, ...readers, periodicReads, detached };
}

/** Creates the readers of attempts and touches. They save reads of what actors have in memory. */
function createReaders(
  from: { store: Store; channels: Channels },
  memoryOf: (campaign: string) => CampaignMemory | null,
) {
  return {
    readAttempt: createAttemptReader({ ...from, memoryOf }),
    readTouch: createTouchReader({ ...from, recordOf: (campaign) => memoryOf(campaign)?.record ?? null }),
  };
}

/** Returns the campaigns that are run here, those with the fewest open attempts first. */
function fewestOpenFirst(registry: ActorRegistry): readonly string[] {
  return registry
    .all()
    .toSorted((left, right) => left.inFlight() - right.inFlight())
    .map(({ campaign }) => campaign);
}
