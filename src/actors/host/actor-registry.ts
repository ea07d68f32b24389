import { endedStates } from '../../domain/campaign/campaign.ts';
import type { ActorEvent } from '../events.ts';
import { createChecks } from '../turn/checks/checks.ts';
import type { TurnOutcome } from '../turn/settle-turn.ts';
import { actorPerformers } from './actor-performer.ts';
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
  /** Removes the actors of ended campaigns that have nothing under way. Late evidence is decided without them. */
  dismissEnded: () => void;
  /** Stops all actors. Resolves with the campaigns that were run, and their epochs. */
  stop: () => Promise<ReadonlyMap<string, number>>;
};

/** Passes evidence that this owner could not commit on to the next one. */
function keepEvidence(parts: RegistryParts, campaign: string, events: readonly ActorEvent[]): void {
  for (const event of events) {
    if (event.type !== 'evidence') continue;
    parts
      .keep(campaign, event)
      .catch((error: unknown) =>
        parts.log.error({ campaign, err: error }, 'evidence was not stored for the new owner'),
      );
  }
}

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
  const fresh = createFreshActors(parts.breathe);
  const actors = new Map<string, { actor: CampaignActor; epoch: number }>();

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
        createPerformer: createActorPerformer,
        createChecks: (performer) => createChecks({ system: clocks.system, performer, sendLog, times }),
        onFenced(unhandled) {
          if (actors.get(campaign)?.actor === actor) actors.delete(campaign);
          log.warn({ campaign, epoch }, 'another instance runs this campaign now');
          keepEvidence(parts, campaign, unhandled);
        },
        onVoided: (rev) => void bus.publish({ subject: 'campaigns.voided', message: { campaign, rev } }),
        readable,
        onCommitted: (outcome) => onCommitted(campaign, outcome),
      });
      actors.set(campaign, { actor, epoch });
      if (before) letGo(campaign, before);
      fresh.add(actor);
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
