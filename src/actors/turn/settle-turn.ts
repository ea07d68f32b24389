import type { Turn } from '../../persistence/contract/store.ts';
import { answer } from './batch.ts';
import type { PendingEvent } from './batch.ts';
import { windowLookup } from './campaign-memory.ts';
import type { CampaignMemory } from './campaign-memory.ts';
import { wakeAtOf } from './decide-turn.ts';
import type { Decided } from './decide-turn.ts';
import type { TurnContext } from './turn-context.ts';

export type TurnOutcome =
  /** Another instance owns the campaign. Nothing was stored. */
  | { kind: 'fenced' }
  | {
      kind: 'done';
      memory: CampaignMemory;
      wakeAt: number | null;
      again: boolean;
      starved: boolean;
      awaitsBreaker: boolean;
      /** Null if there was nothing to commit. */
      turn: Turn | null;
      /** Whether slots were taken or returned. Other campaigns may have waited for them. */
      movedLimits: boolean;
    };

type Turned = { memory: CampaignMemory; batch: readonly PendingEvent[]; decided: Decided };

/** Ends a turn that has nothing to store: returns its slots, performs its effects and answers its events. */
export async function settleEmptyTurn(
  context: TurnContext,
  { memory, batch, decided }: Turned,
): Promise<TurnOutcome> {
  const { dispatched } = decided;
  await context.slots.giveBack({ memory, taken: dispatched.taken, all: true });
  tell(context, batch, decided);
  return { kind: 'done', memory, ...scheduleOf(decided), turn: null, movedLimits: false };
}

/**
 * Ends a committed turn: updates memory, performs its effects, answers its events and returns the slots that are free
 * now.
 */
export async function settleTurn(
  context: TurnContext,
  { memory: before, batch, decided, turn }: Turned & { turn: Turn },
): Promise<TurnOutcome> {
  const { slots, checks, sendLog, performer, dispatching } = context;
  const { set, dispatched } = decided;
  const closed = set.closed();
  const blocked = turn.senderOutcomes.filter((outcomes) => outcomes.blocked > 0);
  const memory = remember(context, { before, decided, turn });
  const senders = dispatching.knownSenders(before.record.client);
  for (const { address } of blocked) senders?.noteBlocked(address);
  const over = closed.map(({ id }) => id);
  over.forEach(checks.forget);
  sendLog.forget(over);
  performer.preparing.forget(over);
  for (const attempt of closed) performer.preparing.release({ client: before.record.client, attempt });
  tell(context, batch, decided);
  if (turn.breakers.length > 0) context.onBreakers({ campaign: memory.record.id, changes: turn.breakers });
  await slots.giveBack({ memory, taken: dispatched.taken, all: false });
  await slots.giveBackClosed(memory, closed);
  const again =
    dispatched.again ||
    // The next turn puts the senders in quarantine.
    blocked.length > 0 ||
    // The turn was decided under the windows and limits before an edit,
    memory.record.definition !== before.record.definition ||
    // before the slots of its own attempts were returned,
    (dispatched.starved && closed.length > 0) ||
    // or before its own newcomers could be due.
    (dispatched.waiting !== null && turn.chunk !== null);
  const movedLimits = closed.length + dispatched.taken.length > 0;
  return { kind: 'done', memory, ...scheduleOf(decided), again, turn, movedLimits };
}

const scheduleOf = (decided: Decided) => ({
  wakeAt: wakeAtOf(decided),
  again: decided.dispatched.again,
  starved: decided.dispatched.starved,
  awaitsBreaker: decided.dispatched.awaitsBreaker,
});

/** Performs the effects of a turn and answers its events. */
function tell({ performer }: TurnContext, batch: readonly PendingEvent[], { set, answers }: Decided): void {
  // An attempt that is still in `sending` after this was left behind.
  for (const { event } of batch) if (event.type === 'placed') performer.notePlaced(event.attempt);
  for (const effect of set.effects()) performer.perform(effect);
  answer(answers);
}

function remember(
  { windowsFor }: TurnContext,
  { before, decided: { set, noted }, turn }: { before: CampaignMemory; decided: Decided; turn: Turn },
): CampaignMemory {
  const next = set.toMemory(turn);
  const { calendars, record } = next;
  const isSame = calendars === before.calendars && record.definition === before.record.definition;
  const windowOf = isSame
    ? before.windowOf
    : windowLookup({ definition: record.definition, calendars, windowsFor });
  return { ...next, noted, windowOf };
}
