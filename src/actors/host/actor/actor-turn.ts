import type { ActorEvent } from '../../events.ts';
import { heldBy } from '../../sending/limits.ts';
import { takeBatch, toPending } from '../../turn/batch.ts';
import type { PendingEvent } from '../../turn/batch.ts';
import { loadCampaign } from '../../turn/campaign-memory.ts';
import type { CampaignMemory } from '../../turn/campaign-memory.ts';
import type { ActorContext } from './actor-context.ts';
import { campaignNotFound, movedAway } from '../refusals.ts';

/** The pause after a store error. */
const retryAfterMs = 1_000;

/** Runs one turn. Resolves with whether another one is due at once. Never rejects: what failed is tried again. */
export async function takeTurn(context: ActorContext): Promise<boolean> {
  const { state, store } = context;
  const batch = takeBatch(state.queue, store.batchBudget().events);
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
  if (wasChanged) state.memory = null;
  state.isChanged = false;
  state.memory ??= await load(context);
  if (state.memory.record.epoch !== context.epoch) return fence(context, batch);
  batch.push(...(await readInbox(context, batch)));
  const outcome = await context.runTurn({
    memory: state.memory,
    batch,
    reload: () => load(context),
  });
  if (outcome.kind === 'fenced') return fence(context, batch);
  state.memory = outcome.memory;
  // A turn that was under way when the instance began to stop may have issued permits.
  if (outcome.memory.record.state !== 'running' || state.phase !== 'running')
    performer.perform({ type: 'void-permits' });
  if (wasChanged) reportVoid(context);
  state.isStarved = outcome.starved;
  alarm.set(clocks.business, outcome.wakeAt);
  if (outcome.turn) found.noteCommitted(outcome.turn.events);
  context.onCommitted(outcome);
  return outcome.again || state.queue.length > 0 || state.isInboxFull;
}

async function load({
  campaign,
  epoch,
  store,
  windowsFor,
  readable,
  kit: { channels },
  found,
}: ActorContext): Promise<CampaignMemory> {
  const loaded = await loadCampaign({ store, campaign, windowsFor, readable });
  if (!loaded) throw campaignNotFound(campaign);
  await store.recount({ campaign, epoch, held: heldBy({ ...loaded, channels }) });
  found.noteFound(loaded);
  return loaded;
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
  state.memory = null;
  state.isInboxFull = true;
  for (const pending of batch) {
    if (pending.reject) pending.reject(error);
    else if (pending.inboxId === null) state.queue.push(pending);
  }
  alarm.set(system, system.now() + retryAfterMs);
}
