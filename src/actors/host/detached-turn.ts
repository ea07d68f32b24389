import { RingmasterError } from '../../domain/errors.ts';
import type { RequestKey } from '../../domain/request-key.ts';
import { loadCampaign } from '../turn/load-campaign.ts';
import type { CampaignMemory } from '../turn/campaign-memory.ts';
import type { ActorEvent } from '../events.ts';
import type { RuntimeInput } from './runtime-input.ts';
import { createTurnRunner } from '../turn/turn.ts';
import { campaignNotFound } from './refusals.ts';
import { createReadable } from './unreadable.ts';
import type { TurnRunnerInput } from '../turn/turn-context.ts';

const idlePerformer = {
  perform: () => undefined,
  preparing: {
    begin: () => Promise.resolve(),
    has: () => false,
    isReady: () => false,
    factsOf: () => undefined,
    forget: () => undefined,
    release: () => undefined,
  },
  isPlacing: () => false,
  notePlaced: () => undefined,
  isSearching: () => false,
  unsent: () => 0,
  unusedStarts: () => ({ starts: [], free: [] }),
  isIdle: () => true,
  idle: () => Promise.resolve(),
};
/** It has one event. */
const wholeSize = { of: (most: number) => most };
const noChecks = { run: () => null, all: () => undefined, forget: () => undefined };
const maxFences = 5;

/**
 * A turn by an instance that does not own the campaign. It is fenced like every other turn, starts nothing and checks
 * no open attempt. If the campaign has an owner, the same commit stores news for it, and the owner reads the campaign
 * again.
 */
export function createDetachedTurns(
  input: Omit<TurnRunnerInput, 'mayMint' | 'takenAt' | 'isForeign' | 'performer' | 'checks' | 'size'> &
    Pick<RuntimeInput, 'onCommitted'>,
) {
  const runTurn = createTurnRunner({
    ...input,
    mayMint: () => false,
    takenAt: null,
    isForeign: true,
    performer: idlePerformer,
    checks: noChecks,
    size: wholeSize,
  });

  const readable = createReadable({ ...input, isForeign: true, onFailed: input.onCommitted });
  const load = async (campaign: string): Promise<CampaignMemory> => {
    const { store, windowsFor } = input;
    const memory = await loadCampaign({ store, campaign, windowsFor, readable });
    if (memory) return memory;
    throw campaignNotFound(campaign);
  };

  return async ({
    campaign,
    event,
    request,
    order,
  }: {
    campaign: string;
    event: ActorEvent;
    request?: RequestKey | undefined;
    order?: RequestKey | undefined;
  }): Promise<{ answer: unknown; memory: CampaignMemory }> => {
    for (let tries = 0; tries < maxFences; tries += 1) {
      let answer: unknown;
      const refusals: unknown[] = [];
      const outcome = await runTurn({
        memory: await load(campaign),
        reload: () => load(campaign),
        batch: [
          {
            event,
            inboxId: null,
            request,
            order,
            cause: input.observer.cause(),
            resolve: (value) => {
              answer = value;
            },
            reject: (error) => refusals.push(error),
          },
        ],
      });
      if (refusals.length > 0) throw refusals[0];
      if (outcome.kind !== 'done') continue;
      const { memory, turn } = outcome;
      if (turn) input.onCommitted({ campaign, record: memory.record, memory, events: turn.events });
      return { answer, memory };
    }
    throw new RingmasterError({
      code: 'campaign.moved',
      family: 'overloaded',
      message: `Campaign ${campaign} changes its owner again and again.`,
      hint: 'Try again in a moment.',
    });
  };
}
