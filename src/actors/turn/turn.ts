import { ownedStates } from '../../domain/campaign/campaign.ts';
import { sleep } from '../../platform/clock.ts';
import { permittedIn } from '../../persistence/contract/turn/started.ts';
import type { CommitResult, Turn } from '../../persistence/contract/store.ts';
import type { Cause } from '../../platform/tracing/tracing.ts';
import { createRefused } from '../dispatch/refused.ts';
import { causesOf } from './batch.ts';
import type { PendingEvent } from './batch.ts';
import type { CampaignMemory } from './campaign-memory.ts';
import { decideTurn } from './decide-turn.ts';
import type { Decided } from './decide-turn.ts';
import { settleEmptyTurn, settleTurn } from './settle-turn.ts';
import type { TurnOutcome } from './settle-turn.ts';
import { createTurnContext } from './turn-context.ts';
import type { TurnContext, TurnRunnerInput } from './turn-context.ts';

/**
 * The maximum number of conflicts with other writers. Then the turn is given up, and its events are tried again later.
 */
const maxTries = 25;
/** The longest pause before a turn is decided again: the store may show the conflicting commit late. */
const longestPauseMs = 200;
/** An instance that is not the owner waits longer: the owner may commit turn after turn, and decides most events. */
const longestForeignPauseMs = 500;

type TurnInput = {
  memory: CampaignMemory;
  batch: readonly PendingEvent[];
  reload: () => Promise<CampaignMemory>;
};

/** Creates the function that runs one turn: it decides, commits, and only then performs effects and answers. */
export function createTurnRunner(input: TurnRunnerInput): (turn: TurnInput) => Promise<TurnOutcome> {
  const context = createTurnContext(input);
  // What the callers of a turn order is often started by the turn that follows at once.
  let ordering: readonly Cause[] = [];
  return async (turn) => {
    const { batch, memory } = turn;
    const own = causesOf(batch);
    const causes = own.length > 0 ? own : ordering;
    ordering = [];
    const about = { campaign: memory.record.id, events: batch.length, causes };
    const outcome = await context.observer.turn(about, () => runTurn(context, turn));
    if (outcome.kind === 'done' && outcome.again) ordering = own;
    return outcome;
  };
}

async function runTurn(
  context: TurnContext,
  { memory: known, batch, reload }: TurnInput,
): Promise<TurnOutcome> {
  const { kit, clocks, dispatching } = context;
  let memory = known;
  const refused = createRefused();
  for (let tries = 0; tries < maxTries; tries += 1) {
    const decided = await decideTurn(context, { memory, batch, refused });
    if (decided.set.isEmpty()) return settleEmptyTurn(context, { memory, batch, decided });
    const foreign = context.isForeign && ownedStates.includes(memory.record.state);
    const turn = { ...decided.set.toTurn(kit.newId('event')), foreign };
    const result = await commitOrGiveBack(context, { memory, decided, turn });
    if (result.kind === 'committed') return settleTurn(context, { memory, batch, decided, turn });
    if (result.kind === 'fenced') return { kind: 'fenced' };
    if (result.kind === 'stopped') await dispatching.readStops();
    if (result.kind === 'sender-barred') dispatching.forgetSenders(memory.record.client);
    refused.note(result);
    await sleep({ clock: clocks.system, ms: pauseMs(context, tries) });
    memory = await reload();
    if (memory.record.epoch !== known.record.epoch) return { kind: 'fenced' };
  }
  throw new Error(`a turn of campaign ${memory.record.id} conflicted ${maxTries} times with other writers`);
}

/** The pause after a refused commit. At an instance that is not the owner it doubles, with jitter, from 10 ms. */
function pauseMs({ isForeign, kit }: TurnContext, tries: number): number {
  if (!isForeign) return Math.min(longestPauseMs, 10 * tries);
  return Math.min(longestForeignPauseMs, 10 * 2 ** tries) * (0.5 + kit.random() / 2);
}

/** Commits a turn. If it is not committed, its slots are returned. */
async function commitOrGiveBack(
  context: TurnContext,
  { memory, decided, turn }: { memory: CampaignMemory; decided: Decided; turn: Turn },
): Promise<CommitResult> {
  const giveBack = (): Promise<void> =>
    context.slots.giveBack({ memory, taken: decided.dispatched.taken, all: true });
  const result = await commit(context, turn).catch(async (error: unknown) => {
    await giveBack().catch(() => undefined);
    throw error;
  });
  if (result.kind !== 'committed') await giveBack();
  return result;
}

/** If the answer of a commit is lost, the store is asked whether this turn is the last one. */
async function commit(context: TurnContext, turn: Turn): Promise<CommitResult> {
  const { store, sendLog, observer } = context;
  sendLog.noteMinted(permittedIn(turn).map(({ id }) => id));
  try {
    return await observer.commit(turn, () => store.commitTurn(turn));
  } catch (error) {
    const last = await store.readLastTurn(turn.record.id);
    if (last === turn.record.turn) return { kind: 'committed' };
    throw error;
  }
}
