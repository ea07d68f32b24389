import type { ActorEvent } from '../../events.ts';
import { heldBy } from '../../sending/limits.ts';
import { takeBatch, toPending } from '../../turn/batch.ts';
import type { PendingEvent } from '../../turn/batch.ts';
import type { OwnedCampaign } from '../../../persistence/contract/campaigns/owned.ts';
import { memoryFrom } from '../../turn/load-campaign.ts';
import type { CampaignMemory } from '../../turn/campaign-memory.ts';
import type { ActorContext } from './actor-context.ts';
import { campaignNotFound, movedAway } from '../refusals.ts';

/** The pause after a store error. */
const retryAfterMs = 1_000;

/** Runs one turn. Resolves with whether another one is due at once. Never rejects: what failed is tried again. */
export async function takeTurn(context: ActorContext): Promise<boolean> {
  const { state, store, size } = context;
  const batch = takeBatch(state.queue, size.of(store.batchBudget().events));
  try {
    return await decideAndCommit(context, batch);
  } catch (error) {
    startAfresh(context, batch, error);
    return false;
  }
}

async function decideAndCommit(context: ActorContext, batch: PendingEvent[]): Promise<boolean> {
  const { state, changes, performer, alarm, clocks, found } = context;
  const { record = null } = state.memory ?? {};
  const wasChanged = (await changes.wait(record)) || state.isChanged;
  if (wasChanged) forget(state);
  state.isChanged = false;
  state.memory ??= await load(context);
  if (state.memory.record.epoch !== context.epoch) return fence(context, batch);
  batch.push(...(await readInbox(context, batch)));
  const from = clocks.system.monotonic();
  const outcome = await context.runTurn({
    memory: state.memory,
    batch,
    // The effects of the turn look up their attempts in the memory of the actor.
    reload: async () => (state.memory = await load(context)),
  });
  if (outcome.kind === 'fenced') return fence(context, batch);
  const isAgain = outcome.again || state.queue.length > 0 || state.isInboxFull;
  if (outcome.turn) context.size.note({ ms: clocks.system.monotonic() - from, isFull: isAgain });
  state.memory = outcome.memory;
  // A turn that was under way when the instance began to stop may have issued permits.
  if (outcome.memory.record.state !== 'running' || state.phase !== 'running')
    performer.perform({ type: 'void-permits' });
  if (wasChanged) reportVoid(context);
  state.isStarved = outcome.starved;
  state.awaitsBreaker = outcome.awaitsBreaker;
  alarm.set(clocks.business, outcome.wakeAt);
  if (outcome.turn) found.noteCommitted(outcome.turn.events);
  context.onCommitted(outcome);
  return isAgain || state.queue.length > 0;
}

/** What was read must be read again. */
function forget(state: ActorContext['state']): void {
  state.memory = null;
  state.owned = null;
}

/**
 * Reads the campaign, unless it was read together with others when this instance took it. The slots that it holds are
 * recounted if they are not those of its open attempts: an owner that died may have reserved slots without a commit, or
 * stored the end of an attempt without releasing its slots.
 */
async function load(context: ActorContext): Promise<CampaignMemory> {
  const { campaign, epoch, store, state, found } = context;
  const owned = state.owned ?? (await store.readOwned([{ campaign, epoch }]))[0];
  state.owned = null;
  if (!owned) throw campaignNotFound(campaign);
  const loaded = await memoryFrom(owned, context);
  const held = heldBy({ ...loaded, channels: context.kit.channels });
  if (!isSame(owned.held, held)) await store.recount({ campaign, epoch, held });
  found.noteFound(loaded);
  return loaded;
}

function isSame(stored: OwnedCampaign['held'], held: OwnedCampaign['held']): boolean {
  const counts = new Map(stored.map(({ scope, count }) => [scope, count]));
  return counts.size === held.length && held.every(({ scope, count }) => counts.get(scope) === count);
}

/** Reads the inbox if it may have events that were not sent to this instance. Those that were sent are `known`. */
async function readInbox(
  { state, store, campaign }: ActorContext,
  known: readonly PendingEvent[],
): Promise<PendingEvent[]> {
  if (!state.isInboxFull) return [];
  const limit = store.batchBudget().events;
  const waiting = await store.readInbox({ campaign, limit });
  state.isInboxFull = waiting.length === limit;
  const sent = new Set([...known, ...state.queue].map(({ inboxId }) => inboxId));
  return waiting.filter(({ id }) => !sent.has(id)).map(toPending);
}

/** Reports that the permits are void, if the campaign does not run. */
export function reportVoid({ state: { memory }, onVoided }: ActorContext): void {
  if (memory && memory.record.state !== 'running') onVoided(memory.record.rev);
}

/** Ends the actor, because another instance owns the campaign. Events without a caller are passed on. */
function fence(context: ActorContext, batch: readonly PendingEvent[]): false {
  context.onFenced(endActor(context, batch));
  return false;
}

/**
 * Ends the actor: no turn starts any more. Rejects the events with a caller. Returns those without a
 * caller that no inbox has.
 */
export function endActor(
  { state, alarm, campaign }: ActorContext,
  batch: readonly PendingEvent[],
): readonly ActorEvent[] {
  state.phase = 'stopped';
  alarm.clear();
  return [...batch, ...state.queue.splice(0)].flatMap(({ event, inboxId, reject }) => {
    reject?.(movedAway(campaign));
    return inboxId === null && !reject ? [event] : [];
  });
}

/** After a store error the campaign is read again. Events with a caller are rejected, the others tried again. */
function startAfresh(
  { state, alarm, campaign, clocks: { system }, log }: ActorContext,
  batch: readonly PendingEvent[],
  error: unknown,
): void {
  log.error({ campaign, err: error }, 'a turn failed; the campaign is read again');
  forget(state);
  state.isInboxFull = true;
  for (const pending of batch) {
    if (pending.reject) pending.reject(error);
    else if (pending.inboxId === null) state.queue.push(pending);
  }
  alarm.set(system, system.now() + retryAfterMs);
}
