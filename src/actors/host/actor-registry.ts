import type { Channel, Touch } from '../../channels/contract.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import { endedStates } from '../../domain/campaign/campaign.ts';
import type { ActorFace } from './actor/actor-face.ts';
import { createCampaignActor } from './actor/campaign-actor.ts';
import type { CampaignActor } from './actor/campaign-actor.ts';
import type { CampaignMemory } from '../turn/campaign-memory.ts';
import { createChecks } from '../turn/checks/checks.ts';
import type { ActorEvent, StorableEvent } from '../events.ts';
import type { InstanceKnowledge } from './instance-knowledge.ts';
import type { Kit } from '../kit.ts';
import { limitCaps, limitKeys, limitSettings } from '../../rules/limits/limits.ts';
import { limitedAttempt } from '../sending/limits.ts';
import { createPacer } from '../sending/pacing/pacer.ts';
import type { Pace } from '../sending/pacing/pace.ts';
import { createPerformer } from '../sending/performer.ts';
import type { Performer } from '../sending/performer.ts';
import { createPermits } from '../sending/permits.ts';
import type { Lease } from '../sending/permits.ts';
import type { RuntimeInput } from './runtime-input.ts';
import type { TurnOutcome } from '../turn/settle-turn.ts';
import { createReadable } from './unreadable.ts';

/** The actors this instance runs, by campaign. */
export type ActorRegistry = {
  /** Starts to run a campaign as its owner of that epoch. */
  run: (input: { campaign: string; epoch: number }) => void;
  find: (campaign: string) => CampaignActor | null;
  all: () => readonly CampaignActor[];
  epochs: () => ReadonlyMap<string, number>;
  /** Lets go of those whose campaign has ended and of which nothing is under way. Late news finds them in the store. */
  dismissEnded: () => void;
  /** Stops all of them; gives the campaigns and epochs that were run. */
  stop: () => Promise<ReadonlyMap<string, number>>;
};

export type RegistryParts = RuntimeInput & {
  kit: Kit;
  lease: Lease;
  knowledge: InstanceKnowledge;
  readTouch: (attempt: Attempt) => Promise<Touch>;
  /** Keeps an event for whoever runs the campaign now. */
  keep: (campaign: string, event: StorableEvent) => Promise<void>;
};

type PacesOf = (memory: CampaignMemory, attempt: Attempt) => readonly Pace[];

/** Looks up the paces of a campaign's attempts: worked out once per set of limits, and again when a setting changes. */
function createPaces({ kit, knowledge, shared }: RegistryParts): PacesOf {
  const known = new Map<string, readonly Pace[]>();
  let definition: unknown = null;
  let settings: unknown = null;
  return ({ record }, attempt) => {
    const client = knowledge.knownSettings(record.client);
    if (!client) return [];
    if (definition !== record.definition || settings !== client) known.clear();
    definition = record.definition;
    settings = client;
    const limiting = { channels: kit.channels, touch: limitedAttempt(record, attempt) };
    const key = limitKeys(limiting).join(' ');
    let paces = known.get(key);
    if (!paces) {
      const caps = limitCaps({ ...limiting, settings: limitSettings({ record, client, shared, day: null }) });
      paces = caps.flatMap(({ scope, perSecond }) => (perSecond === null ? [] : [{ scope, perSecond }]));
      known.set(key, paces);
    }
    return paces;
  };
}

/** What another owner must learn of events this one could not commit any more. */
function keepNews(parts: RegistryParts, campaign: string, events: readonly ActorEvent[]): void {
  for (const event of events) {
    if (event.type !== 'evidence') continue;
    parts
      .keep(campaign, event)
      .catch((error: unknown) => parts.log.error({ campaign, err: error }, 'news was not kept'));
  }
}

/** Whether an actor has nothing left to do for ever. */
function isOver(actor: CampaignActor): boolean {
  const memory = actor.memory();
  return (
    memory !== null && endedStates.includes(memory.record.state) && memory.open.size === 0 && actor.isIdle()
  );
}

const freshAtOnce = 20;

export function createActorRegistry(parts: RegistryParts): ActorRegistry {
  const { bus, clocks, log, kit, lease, knowledge, sendLog, times } = parts;
  const channels: ReadonlyMap<string, Channel> = parts.channels;
  const pacer = createPacer({
    business: clocks.business,
    marginMs: parts.pacingMarginMs,
    from: parts.paceFrom,
  });
  const actors = new Map<string, { actor: CampaignActor; epoch: number }>();

  const performerFor = ({ post, memory, isBehind }: ActorFace): Performer => {
    const permits = createPermits({ system: clocks.system, lease, sendLog, ttlMs: times.permitMs });
    const pacesOf = createPaces(parts);
    return createPerformer({
      channels,
      facts: kit.channels,
      clocks,
      pacer,
      permits,
      log,
      post,
      readTouch: parts.readTouch,
      alert: ({ code, detail }) => parts.alert({ code, detail }),
      attemptOf: (id) => memory()?.open.get(id)?.attempt ?? null,
      pacesOf(attempt) {
        const known = memory();
        return known ? pacesOf(known, attempt) : [];
      },
      mayStart(attempt) {
        if (isBehind()) return false;
        const known = memory();
        const open = known?.open.get(attempt.id);
        return Boolean(
          known && open && known.windowOf(open.enrollment.calendar).isOpen(clocks.business.now()),
        );
      },
    });
  };

  const readable = createReadable({ ...parts, onFailed: parts.onCommitted });
  const fresh: CampaignActor[] = [];
  let isWakingFresh = false;

  /** New actors read their campaign a few at a time, so that thousands of them at a start do not hold up the process. */
  const wakeFresh = async (): Promise<void> => {
    if (isWakingFresh) return;
    isWakingFresh = true;
    while (fresh.length > 0) {
      for (const actor of fresh.splice(0, freshAtOnce)) actor.wake();
      await parts.breathe();
    }
    isWakingFresh = false;
  };

  const wakeStarved = (except: string): void => {
    for (const [campaign, { actor }] of actors) if (campaign !== except && actor.isStarved()) actor.wake();
  };

  const onCommitted = (campaign: string, outcome: TurnOutcome): void => {
    if (outcome.kind !== 'done') return;
    if (outcome.movedLimits) wakeStarved(campaign);
    const { turn, memory } = outcome;
    if (turn) parts.onCommitted({ campaign, record: memory.record, memory, events: turn.events });
  };

  const letGo = (campaign: string, actor: CampaignActor): void => {
    actor
      .stop()
      .catch((error: unknown) => log.warn({ campaign, err: error }, 'a former actor did not stop cleanly'));
  };

  return {
    find: (campaign) => actors.get(campaign)?.actor ?? null,
    all: () => [...actors.values()].map(({ actor }) => actor),
    epochs: () => new Map([...actors].map(([campaign, { epoch }]) => [campaign, epoch])),
    run({ campaign, epoch }) {
      const before = actors.get(campaign)?.actor;
      const actor = createCampaignActor({
        ...parts,
        campaign,
        epoch,
        dispatching: knowledge,
        kit,
        createPerformer: performerFor,
        createChecks: (performer) => createChecks({ system: clocks.system, performer, sendLog, times }),
        onFenced(unhandled) {
          if (actors.get(campaign)?.actor === actor) actors.delete(campaign);
          log.warn({ campaign, epoch }, 'another instance runs this campaign now');
          keepNews(parts, campaign, unhandled);
        },
        onVoided: (rev) => void bus.publish({ subject: 'campaigns.voided', message: { campaign, rev } }),
        readable,
        onCommitted: (outcome) => onCommitted(campaign, outcome),
      });
      actors.set(campaign, { actor, epoch });
      if (before) letGo(campaign, before);
      fresh.push(actor);
      void wakeFresh();
    },
    dismissEnded() {
      for (const [campaign, { actor }] of actors) {
        if (!isOver(actor)) continue;
        actors.delete(campaign);
        letGo(campaign, actor);
      }
    },
    async stop() {
      const running = [...actors];
      await Promise.all(running.map(([, { actor }]) => actor.stop()));
      actors.clear();
      return new Map(running.map(([campaign, { epoch }]) => [campaign, epoch]));
    },
  };
}
