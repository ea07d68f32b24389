import { endedStates } from '../../domain/campaign/campaign.ts';
import { createChecks } from '../turn/checks/checks.ts';
import type { Released } from '../ownership/release.ts';
import type { TurnOutcome } from '../turn/settle-turn.ts';
import { actorPerformers } from './actor-performer.ts';
import { createLateResults } from './actor/late-results.ts';
import type { LateResults } from './actor/late-results.ts';
import { createCampaignActor } from './actor/campaign-actor.ts';
import type { CampaignActor } from './actor/campaign-actor.ts';
import { createFreshActors } from './fresh-actors.ts';
import type { RegistryParts } from './registry-parts.ts';
import { createReadable } from './unreadable.ts';

/** The actors that this instance runs, by campaign. */
export type ActorRegistry = {
  /** Starts to run a campaign as its owner of that epoch. */
  run: (input: { campaign: string; epoch: number }) => void;
  find: (campaign: string) => CampaignActor | null;
  all: () => readonly CampaignActor[];
  epochs: () => ReadonlyMap<string, number>;
  /** The number of campaigns that are run here or being handed over. */
  size: () => number;
  /** Removes the actors of ended campaigns that have nothing under way. Late evidence is decided without them. */
  dismissEnded: () => void;
  /**
   * Stops running a campaign. `find` does not return its actor any more; `epochs` has it until `release`, which removes
   * the owner, has resolved. Resolves with whether the campaign was run.
   */
  handOver: (campaign: string, release: ReleaseOwned) => Promise<boolean>;
  /** Stops all actors. `release` is called for each campaign when nothing of it is under way. */
  stop: (release: ReleaseOwned) => Promise<void>;
  /** Resolves once the results of all actors that were stopped are stored. */
  settled: () => Promise<void>;
};

type ReleaseOwned = (owned: Released) => Promise<unknown>;

type Running = { actor: CampaignActor; epoch: number };

/** Whether an actor will have nothing to do any more. */
function isOver(actor: CampaignActor): boolean {
  const memory = actor.memory();
  return (
    memory !== null && endedStates.includes(memory.record.state) && memory.open.size === 0 && actor.isIdle()
  );
}

export function createActorRegistry(parts: RegistryParts): ActorRegistry {
  const { bus, clocks, log, kit, knowledge, sendLog, times } = parts;
  const createActorPerformer = actorPerformers(parts);
  const fresh = createFreshActors(parts);
  const late = createLateResults(parts);
  const actors = new Map<string, Running>();
  /** The actors of campaigns that are being handed over. */
  const leaving = new Map<string, Running>();

  const readable = createReadable({ ...parts, onFailed: parts.onCommitted });
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
      .then((unhandled) => late.take(actor, unhandled))
      .catch((error: unknown) => log.warn({ campaign, err: error }, 'a former actor did not stop cleanly'));
  };

  return {
    find: (campaign) => actors.get(campaign)?.actor ?? null,
    all: () => [...actors.values()].map(({ actor }) => actor),
    epochs: () => new Map([...leaving, ...actors].map(([campaign, { epoch }]) => [campaign, epoch])),
    size: () => leaving.size + actors.size,
    run({ campaign, epoch }) {
      const before = actors.get(campaign)?.actor;
      const actor = createCampaignActor({
        ...parts,
        campaign,
        epoch,
        dispatching: knowledge,
        kit,
        createPerformer: createActorPerformer,
        createChecks: (performer) => createChecks({ clocks, performer, sendLog, times }),
        onFenced(unhandled) {
          if (actors.get(campaign)?.actor === actor) actors.delete(campaign);
          log.warn({ campaign, epoch }, 'another instance runs this campaign now');
          void late.take(actor, unhandled);
        },
        onLate: (event) => late.add(campaign, event),
        onVoided: (rev) => void bus.publish({ subject: 'campaigns.voided', message: { campaign, rev } }),
        readable,
        onCommitted: (outcome) => onCommitted(campaign, outcome),
      });
      actors.set(campaign, { actor, epoch });
      if (before) letGo(campaign, before);
      fresh.add({ actor, epoch });
    },
    dismissEnded() {
      for (const [campaign, { actor }] of actors) {
        if (!isOver(actor)) continue;
        actors.delete(campaign);
        letGo(campaign, actor);
      }
    },
    settled: late.settled,
    ...leavingOf({ actors, leaving, late }),
  };
}

function releasedOf(campaign: string, { actor, epoch }: Running): Released {
  return { campaign, epoch, ...actor.unusedStarts() };
}

/** How campaigns leave this instance while they run. */
function leavingOf({
  actors,
  leaving,
  late,
}: {
  actors: Map<string, Running>;
  leaving: Map<string, Running>;
  late: LateResults;
}): Pick<ActorRegistry, 'handOver' | 'stop'> {
  const end = async ({ actor }: Running): Promise<void> => late.take(actor, await actor.stop());
  return {
    async handOver(campaign, release) {
      const running = actors.get(campaign);
      if (!running) return false;
      actors.delete(campaign);
      leaving.set(campaign, running);
      try {
        await end(running);
        await release(releasedOf(campaign, running));
        return true;
      } finally {
        leaving.delete(campaign);
      }
    },
    async stop(release) {
      await Promise.all(
        [...actors].map(async ([campaign, running]) => {
          await end(running);
          await release(releasedOf(campaign, running));
        }),
      );
      actors.clear();
    },
  };
}
