import type { Logger } from 'pino';
import type { Channel, Touch } from '../channels/contract.ts';
import type { Attempt } from '../domain/attempt.ts';
import { parseClientSettings } from '../domain/client-settings.ts';
import type { ClientSettings } from '../domain/client-settings.ts';
import type { Hold } from '../domain/hold.ts';
import type { NewId } from '../domain/ids.ts';
import { everyClient } from '../domain/party.ts';
import { subjects } from '../messaging/contract.ts';
import type { Bus } from '../messaging/contract.ts';
import type { Store } from '../persistence/contract.ts';
import type { Clocks } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import { createQuotaPeriods } from '../rules/quota.ts';
import type { QuotaPeriod } from '../rules/quota.ts';
import { createCampaignActor } from './campaign-actor.ts';
import type { CampaignActor } from './campaign-actor.ts';
import type { CampaignMemory, WindowsFor } from './campaign-memory.ts';
import { createChecks } from './checks.ts';
import { createDetachedTurns } from './detached-turn.ts';
import type { ActorEvent, StorableEvent } from './events.ts';
import { createFairness } from './fairness.ts';
import type { EngineTimes, Kit } from './kit.ts';
import { createLease } from './lease.ts';
import type { LeaseTimes } from './lease.ts';
import { capsOf } from './limits.ts';
import type { SharedLimits } from './limits.ts';
import { createMachines } from './machines.ts';
import { createOwnership } from './ownership.ts';
import { createPacer } from './pacing.ts';
import type { Pace } from './pacing.ts';
import { createPerformer } from './performer.ts';
import { createPermits } from './permits.ts';
import { stepOfContact } from './single-call.ts';
import type { Dispatching, TurnOutcome } from './turn.ts';

export type RuntimeInput = {
  instance: string;
  address: string | null;
  store: Store;
  bus: Bus;
  channels: ReadonlyMap<string, Channel>;
  clocks: Clocks;
  newId: NewId;
  random: Random;
  log: Logger;
  windowsFor: WindowsFor;
  times: EngineTimes;
  lease: LeaseTimes;
  shared: SharedLimits;
  /** How much more distance than its pace a start keeps, in business milliseconds. */
  pacingMarginMs: () => number;
  /** Lets other work of the process run between turns. */
  breathe: () => Promise<void>;
  /** Something needs a person. */
  alert: (input: { code: string; detail: string }) => void;
  /** A turn of a campaign was committed by this instance. */
  onCommitted: (input: { campaign: string; memory: CampaignMemory; events: TurnEvents }) => void;
};

export type TurnEvents = NonNullable<Extract<TurnOutcome, { kind: 'done' }>['turn']>['events'];

/** One instance of the engine: its actors, and the way events reach the right one. */
export type Runtime = {
  start: () => Promise<void>;
  /** Stops minting, finishes what is under way, hands its campaigns over. */
  stop: () => Promise<void>;
  /** Puts an event to a campaign, wherever it runs, and waits for the commit. */
  ask: (input: { campaign: string; event: ActorEvent }) => Promise<unknown>;
  /** Like `ask` for news from outside: if the campaign runs elsewhere it is stored in its inbox, then acknowledged. */
  deliver: (input: { campaign: string; id: string; event: StorableEvent }) => Promise<unknown>;
  /** Runs a campaign here if it needs an owner and has none. */
  adopt: (campaign: string) => Promise<void>;
  /** Resolves once no unsent permit of the campaign can be used any more. */
  awaitVoid: (campaign: string) => Promise<void>;
  /** Reads the emergency stops again and lets everyone know. */
  announceHolds: () => Promise<void>;
  actor: (campaign: string) => CampaignActor | null;
  readTouch: (attempt: Attempt) => Promise<Touch>;
  /** The clock jumped or settings changed: every actor looks again. */
  wakeAll: () => void;
};

export function createRuntime(input: RuntimeInput): Runtime {
  const { instance, store, bus, channels, clocks, newId, random, log, windowsFor, times, shared } = input;
  const { business, system } = clocks;
  const kit: Kit = { machines: createMachines(), newId, random, times };
  const lease = createLease({ system, times: input.lease });
  const pacer = createPacer({ business, marginMs: input.pacingMarginMs });
  const actors = new Map<string, { actor: CampaignActor; epoch: number }>();
  const unsubscribe: (() => void)[] = [];
  let holds: readonly Hold[] = [];

  const settings = new Map<string, ClientSettings>();
  const clientSettings = async (client: string): Promise<ClientSettings> => {
    const known = settings.get(client);
    if (known) return known;
    const record = await store.readClient(client);
    const fresh = parseClientSettings(record?.settings ?? {});
    settings.set(client, fresh);
    return fresh;
  };
  const periods = new Map<string, (at: number) => QuotaPeriod>();
  const dispatching: Dispatching = {
    shared,
    fairness: createFairness(),
    holds: () => holds,
    async refreshHolds() {
      holds = await store.listHolds();
    },
    clientSettings,
    period({ client: { timezone }, at }) {
      let read = periods.get(timezone);
      if (!read) periods.set(timezone, (read = createQuotaPeriods({ timeZone: timezone })));
      return read(at);
    },
  };

  const readTouch = async (attempt: Attempt): Promise<Touch> => {
    const known = actors.get(attempt.campaign)?.actor.memory()?.record;
    const record = known ?? (await store.readCampaign(attempt.campaign));
    const [found] = await store.readContacts({ campaign: attempt.campaign, positions: [attempt.position] });
    const step = found && (stepOfContact(found.contact) ?? record?.definition.steps[attempt.step]);
    if (!record || !found || !step) throw new Error(`attempt ${attempt.id} has lost its contact or step`);
    const variables = { ...record.definition.variables, ...found.contact.variables };
    return { attempt: attempt.id, campaign: attempt.campaign, address: attempt.address, step, variables };
  };

  const pacesOf = (memory: CampaignMemory, attempt: Attempt): Pace[] => {
    const client = settings.get(memory.record.client);
    if (!client) return [];
    return capsOf({
      record: memory.record,
      channel: attempt.channel,
      from: attempt.from,
      shared,
      client,
    }).flatMap(({ scope, perSecond }) => (perSecond === null ? [] : [{ scope, perSecond }]));
  };

  const wakeStarved = (except: string): void => {
    for (const [campaign, { actor }] of actors) if (campaign !== except && actor.isStarved()) actor.wake();
  };

  const ring = (campaign: string, why: 'inbox' | 'changed'): Promise<void> =>
    bus.publish({ subject: subjects.doorbell, message: { campaign, why, from: instance } });

  const run = ({ campaign, epoch }: { campaign: string; epoch: number }): void => {
    void actors.get(campaign)?.actor.stop();
    const permits = createPermits({ system, lease, ttlMs: times.permitMs });
    const actor = createCampaignActor({
      ...input,
      campaign,
      epoch,
      kit,
      dispatching,
      createPerformer: ({ post, memory }) =>
        createPerformer({
          channels,
          clocks,
          pacer,
          permits,
          log,
          post,
          attemptOf: (id) => memory()?.open.get(id)?.attempt ?? null,
          readTouch,
          pacesOf: (attempt) => {
            const known = memory();
            return known ? pacesOf(known, attempt) : [];
          },
          mayStart: (attempt) => {
            const known = memory();
            const open = known?.open.get(attempt.id);
            return Boolean(known && open && known.windowOf(open.enrollment.calendar).isOpen(business.now()));
          },
          alert: ({ code, detail }) => input.alert({ code, detail }),
        }),
      createChecks: (performer) => createChecks({ system, performer, searchEveryMs: times.searchEveryMs }),
      onFenced: (unhandled) => {
        actors.delete(campaign);
        log.warn({ campaign, epoch }, 'another instance runs this campaign now');
        for (const event of unhandled) if (event.type === 'evidence') void keep(campaign, event);
      },
      onCommitted: (outcome) => {
        if (outcome.kind !== 'done') return;
        if (outcome.movedLimits) wakeStarved(campaign);
        if (!outcome.turn) return;
        if (outcome.memory.record.state !== 'running') {
          void bus.publish({
            subject: subjects.voided,
            message: { campaign, rev: outcome.memory.record.rev },
          });
        }
        input.onCommitted({ campaign, memory: outcome.memory, events: outcome.turn.events });
      },
    });
    actors.set(campaign, { actor, epoch });
    actor.wake();
  };

  const keep = async (campaign: string, event: StorableEvent): Promise<void> => {
    await store.putInbox({ id: newId('event'), campaign, at: business.now(), body: JSON.stringify(event) });
    await ring(campaign, 'inbox');
  };

  const ownership = createOwnership({
    ...input,
    startedAt: system.now(),
    system,
    lease,
    times: input.lease,
    owned: () => new Map([...actors].map(([campaign, { epoch }]) => [campaign, epoch])),
    onTaken: run,
    onLost: (campaign) => actors.get(campaign)?.actor.wake('changed'),
  });
  const detached = createDetachedTurns({ store, clocks, kit, windowsFor, dispatching });

  const adopt = async (campaign: string): Promise<void> => {
    const mine = (await store.listOwnership()).find((row) => row.campaign === campaign);
    if (mine && mine.owner === null) await ownership.take(mine);
  };

  const ask: Runtime['ask'] = async ({ campaign, event }) => {
    const own = actors.get(campaign)?.actor;
    if (own) return own.send(event);
    const { answer } = await detached({ campaign, event });
    await ring(campaign, 'changed');
    await adopt(campaign);
    return answer;
  };

  const poll = (): void => {
    for (const { actor } of actors.values()) actor.wake('inbox');
  };

  return {
    ask,
    adopt,
    readTouch,
    actor: (campaign) => actors.get(campaign)?.actor ?? null,
    wakeAll() {
      settings.clear();
      for (const { actor } of actors.values()) actor.wake();
    },
    async deliver({ campaign, id, event }) {
      const own = actors.get(campaign)?.actor;
      if (own) return own.send(event);
      await store.putInbox({ id, campaign, at: business.now(), body: JSON.stringify(event) });
      await ring(campaign, 'inbox');
      return null;
    },
    async awaitVoid(campaign) {
      const own = actors.get(campaign)?.actor;
      if (own) return own.voidPermits();
      await awaitMessage({
        bus,
        system,
        subject: subjects.voided,
        timeoutMs: times.permitMs,
        isIt: (message) => message['campaign'] === campaign,
      });
    },
    async announceHolds() {
      await dispatching.refreshHolds();
      const isHeld = (client: string): boolean =>
        holds.some((hold) => hold.client === everyClient || hold.client === client);
      for (const { actor } of actors.values()) {
        const client = actor.memory()?.record.client;
        if (client === undefined || isHeld(client)) actor.voidPermits();
        actor.wake();
      }
      await bus.publish({ subject: subjects.holds, message: { from: instance } });
      const others = (await store.listInstances()).filter(({ id }) => id !== instance);
      if (others.length > 0)
        await new Promise<void>((resolve) => void system.at(system.now() + times.permitMs, resolve));
    },
    async start() {
      await dispatching.refreshHolds();
      unsubscribe.push(
        await bus.subscribe({
          subject: subjects.doorbell,
          handle: (message) => {
            if (message['from'] === instance) return;
            actors
              .get(String(message['campaign']))
              ?.actor.wake(message['why'] === 'changed' ? 'changed' : 'inbox');
          },
        }),
        await bus.subscribe({
          subject: subjects.holds,
          handle: (message) => {
            if (message['from'] === instance) return;
            for (const { actor } of actors.values()) actor.voidPermits();
            void dispatching.refreshHolds().then(poll);
          },
        }),
      );
      await ownership.start();
      const again = (): void => {
        unsubscribe[2] = system.at(system.now() + input.lease.beatMs, () => {
          poll();
          again();
        });
      };
      again();
    },
    async stop() {
      for (const end of unsubscribe) end();
      await ownership.stop();
      const running = [...actors];
      actors.clear();
      await Promise.all(running.map(([, { actor }]) => actor.stop()));
      for (const [campaign, { epoch }] of running) {
        await store.claimCampaign({ campaign, fromEpoch: epoch, instance: null });
      }
      await store.removeInstance(instance);
    },
  };
}

/** Waits for one message, or until the time is up. */
async function awaitMessage({
  bus,
  system,
  subject,
  timeoutMs,
  isIt,
}: {
  bus: Bus;
  system: Clocks['system'];
  subject: string;
  timeoutMs: number;
  isIt: (message: Readonly<Record<string, unknown>>) => boolean;
}): Promise<void> {
  let done: () => void = () => undefined;
  const heard = new Promise<void>((resolve) => {
    done = resolve;
  });
  const cancel = system.at(system.now() + timeoutMs, done);
  const unsubscribe = await bus.subscribe({ subject, handle: (message) => isIt(message) && done() });
  await heard;
  cancel();
  unsubscribe();
}
