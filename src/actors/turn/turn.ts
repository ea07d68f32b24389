import { ownedStates } from '../../domain/campaign/campaign.ts';
import type { Dispatching } from './dispatching.ts';
import { sleep, type Clocks } from '../../platform/clock.ts';
import { permittedIn } from '../../persistence/contract/turn/started.ts';
import type { CommitResult, Store, Turn } from '../../persistence/contract/store.ts';
import type { SendLog } from '../../persistence/send-log/contract.ts';
import { answer } from './batch.ts';
import type { Answer, PendingEvent } from './batch.ts';
import { stateOf, windowLookup } from './campaign-memory.ts';
import type { CampaignMemory, WindowsFor } from './campaign-memory.ts';
import type { Checks } from './checks/checks.ts';
import { passDeadlines } from './checks/deadlines.ts';
import { createQuietSteps } from '../dispatch/candidates.ts';
import { assess, followTheClock } from '../decide/assess.ts';
import { decideOnce } from '../decide/decide.ts';
import { watchProviders } from '../decide/breaker.ts';
import type { Deciding } from '../decide/steps.ts';
import { dispatch, notDispatched } from '../dispatch/dispatch.ts';
import type { Dispatched } from '../dispatch/dispatch.ts';
import { earliest } from '../dispatch/earliest.ts';
import type { Kit } from '../kit.ts';
import type { Performer } from '../sending/performer.ts';
import { createReserve } from '../sending/reserve.ts';
import { takeBackStarts } from './sending-days.ts';
import { pauseForOutage } from '../dispatch/gates.ts';
import { createRefused } from '../dispatch/refused.ts';
import type { Refused } from '../dispatch/refused.ts';
import { createSlots } from './slots.ts';
import { createThrottling } from '../sending/throttling.ts';
import { loadTurnFacts } from './turn-input.ts';
import { createWorkingSet, type WorkingSet } from './working-set.ts';

export type TurnOutcome =
  | { kind: 'fenced' }
  | {
      kind: 'done';
      memory: CampaignMemory;
      wakeAt: number | null;
      again: boolean;
      starved: boolean;
      /** Null if there was nothing to commit. */
      turn: Turn | null;
      /** Slots were taken or given back: others may have waited for that. */
      movedLimits: boolean;
    };

export type TurnRunnerInput = {
  /** Only an owner that is not about to stop starts attempts and looks after open ones. */
  mayMint: () => boolean;
  /** Business time at which this process took the campaign over from another owner; null if it had none before. */
  takenAt: number | null;
  /** Whether another instance may own the campaign. */
  isForeign: boolean;
  store: Store;
  clocks: Clocks;
  kit: Kit;
  windowsFor: WindowsFor;
  dispatching: Dispatching;
  sendLog: Pick<SendLog, 'noteMinted' | 'forget'>;
  performer: Performer;
  checks: Checks;
};

type Decided = {
  set: WorkingSet;
  dispatched: Dispatched;
  answers: readonly Answer[];
  noted: CampaignMemory['noted'];
  nextCheckAt: number | null;
};

/** A turn that keeps losing against others gives up after so many tries; its events are tried again later. */
const mostTries = 25;
/** The pause before a turn is decided again grows up to this: the store may show late what the last try lost against. */
const longestPauseMs = 200;

/** Runs turns: decide, commit, and only then let the world know. */
export function createTurnRunner(input: TurnRunnerInput) {
  const { store, clocks, kit, dispatching, performer, checks } = input;
  const slots = createSlots(input);
  const reserve = createReserve(input);
  const throttling = createThrottling();
  const quietSteps = createQuietSteps(kit.channels);
  let takenAt = input.takenAt;

  const decideAll = async (
    memory: CampaignMemory,
    batch: readonly PendingEvent[],
    refused: Refused,
  ): Promise<Decided> => {
    const { channels, machines } = kit;
    const readings = await store.readBreakers(channels.breakers);
    const at = Math.floor(clocks.business.now());
    const set = createWorkingSet({ memory, channels, machines, at, readings });
    const deciding: Deciding = { set, kit };
    const events = batch.map(({ event }) => event);
    const facts = await loadTurnFacts({ set, store, batch });
    // A clock that was set back since left it in the future: then it counts from now.
    if (takenAt !== null) takenAt = Math.min(takenAt, set.at);
    throttling.note(events, set.at);
    const answers = batch.map((pending): Answer => {
      if (pending.inboxId !== null) set.consume(pending.inboxId);
      try {
        return { pending, value: decideOnce(deciding, { pending, facts }) };
      } catch (error) {
        return { pending, error };
      }
    });
    const client = await dispatching.clientSettings(memory.record.client);
    takeBackStarts({ set, channels, day: (at) => dispatching.period({ client, at }).day });
    followTheClock(deciding);
    const { noted: kept } = memory;
    if (!input.mayMint()) {
      watchProviders(deciding);
      return { set, dispatched: notDispatched, answers, noted: kept, nextCheckAt: null };
    }
    const nextCheckAt = earliest(checks.run(deciding), await passDeadlines({ deciding, store }));
    watchProviders(deciding);
    await pauseForOutage(deciding, store);
    const dispatched = await dispatch({
      deciding,
      store,
      reserve,
      quietSteps,
      client,
      shared: dispatching.shared,
      period: dispatching.period({ client, at: set.at }),
      fairness: dispatching.fairness,
      holds: dispatching.holds(),
      preparing: performer.preparing,
      ...refused,
      throttledUntil: throttling.until(),
      permitUntil: clocks.system.now() + kit.times.permitMs,
      batch: store.batchBudget().mints,
      takenAt,
      marginMs: dispatching.pacingMarginMs(),
    });
    const noted = assess(deciding, dispatched.waiting);
    return { set, dispatched, answers, noted, nextCheckAt };
  };

  /** A commit whose answer was lost is looked up: the store knows the last turn. */
  const commit = async (turn: Turn): Promise<CommitResult> => {
    input.sendLog.noteMinted(permittedIn(turn).map(({ id }) => id));
    try {
      return await store.commitTurn(turn);
    } catch (error) {
      const last = await store.readLastTurn(turn.record.id);
      if (last === turn.record.turn) return { kind: 'committed' };
      throw error;
    }
  };

  /** From now on an attempt that is still `minted` was left behind. */
  const notePlaced = (batch: readonly PendingEvent[]): void => {
    for (const { event } of batch) if (event.type === 'placed') performer.notePlaced(event.attempt);
  };

  const remember = (before: CampaignMemory, { set, noted }: Decided, turn: Turn): CampaignMemory => {
    const next = set.toMemory(turn);
    const isSame = next.calendars === before.calendars && next.record.definition === before.record.definition;
    const windowOf = isSame
      ? before.windowOf
      : windowLookup({
          definition: next.record.definition,
          calendars: next.calendars,
          windowsFor: input.windowsFor,
        });
    return { ...next, noted, windowOf };
  };

  /** When to look again: the next start, check or end, whichever comes first. */
  const wakeAt = ({ set, dispatched, nextCheckAt }: Decided): number | null => {
    const { context } = set.position();
    const { end } = set.record.definition;
    const { state } = stateOf(set.position());
    const endAt = end === undefined || context.expired || state === 'draft' ? null : Date.parse(end);
    return earliest(
      dispatched.lookAgainAt,
      nextCheckAt,
      state === 'scheduled' ? context.startAt : null,
      endAt,
    );
  };

  return async ({
    memory: known,
    batch,
    reload,
  }: {
    memory: CampaignMemory;
    batch: readonly PendingEvent[];
    reload: () => Promise<CampaignMemory>;
  }): Promise<TurnOutcome> => {
    let memory = known;
    const refused = createRefused();
    for (let tries = 0; tries < mostTries; tries += 1) {
      const decided = await decideAll(memory, batch, refused);
      const { set, dispatched, answers } = decided;
      const base = { wakeAt: wakeAt(decided), again: dispatched.again, starved: dispatched.starved };
      if (set.isEmpty()) {
        await slots.giveBack({ memory, taken: dispatched.taken, all: true });
        notePlaced(batch);
        for (const effect of set.effects()) performer.perform(effect);
        answer(answers);
        return { kind: 'done', memory, ...base, turn: null, movedLimits: false };
      }
      const foreign = input.isForeign && ownedStates.includes(memory.record.state);
      const turn = { ...set.toTurn(kit.newId('event')), foreign };
      const giveBackAll = () => slots.giveBack({ memory, taken: dispatched.taken, all: true });
      const result = await commit(turn).catch(async (error: unknown) => {
        await giveBackAll().catch(() => undefined);
        throw error;
      });
      if (result.kind === 'committed') {
        const closed = set.closed();
        const before = memory;
        memory = remember(before, decided, turn);
        const over = closed.map(({ id }) => id);
        over.forEach(checks.forget);
        input.sendLog.forget(over);
        performer.preparing.forget(over);
        notePlaced(batch);
        for (const effect of set.effects()) performer.perform(effect);
        answer(answers);
        await slots.giveBack({ memory, taken: dispatched.taken, all: false });
        await slots.giveBackClosed(memory, closed);
        const again =
          base.again ||
          // Decided under the windows and limits before an edit,
          memory.record.definition !== before.record.definition ||
          // before the slots of this turn's own attempts came back,
          (base.starved && closed.length > 0) ||
          // or before its own newcomers stood on the due lists.
          (dispatched.waiting !== null && turn.chunk !== null);
        const movedLimits = closed.length + dispatched.taken.length > 0;
        return { kind: 'done', memory, ...base, again, turn, movedLimits };
      }
      await giveBackAll();
      if (result.kind === 'fenced') return { kind: 'fenced' };
      if (result.kind === 'held') await dispatching.readHolds();
      refused.note(result);
      await sleep({ clock: clocks.system, ms: Math.min(longestPauseMs, 10 * tries) });
      memory = await reload();
      if (memory.record.epoch !== known.record.epoch) return { kind: 'fenced' };
    }
    throw new Error(`a turn of campaign ${memory.record.id} lost ${mostTries} times against other writers`);
  };
}
