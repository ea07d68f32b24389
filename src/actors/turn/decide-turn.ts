import type { BreakerReading } from '../../domain/breaker.ts';
import { preparerOfStep } from '../../rules/provider-gates.ts';
import { assess, applyDueTimes } from '../decide/campaign/assess.ts';
import { updateBreakers } from '../decide/breaker.ts';
import { judgeCanary } from '../decide/campaign/canary.ts';
import { decideOnce } from '../decide/decide.ts';
import type { Deciding } from '../decide/steps.ts';
import { readIsOverCap } from '../dispatch/held-steps.ts';
import { dispatch } from '../dispatch/dispatch.ts';
import { notDispatched } from '../dispatch/dispatched.ts';
import type { Dispatched } from '../dispatch/dispatched.ts';
import { earliest } from '../dispatch/earliest.ts';
import { pauseForOutage } from '../dispatch/gates.ts';
import type { Refused } from '../dispatch/refused.ts';
import type { Answer, PendingEvent } from './batch.ts';
import { stateOf } from './campaign-memory.ts';
import type { CampaignMemory } from './campaign-memory.ts';
import { passDeadlines } from './checks/deadlines.ts';
import { takeBackStarts } from './sending-days.ts';
import type { TurnContext } from './turn-context.ts';
import { loadTurnFacts } from './turn-input.ts';
import { createWorkingSet, type WorkingSet } from './working-set/working-set.ts';

/** The decision of one turn. Nothing is stored yet. */
export type Decided = {
  set: WorkingSet;
  dispatched: Dispatched;
  answers: readonly Answer[];
  noted: CampaignMemory['noted'];
  nextCheckAt: number | null;
};

/** Decides a batch of events, the changes that only time causes, and which attempts start. */
export async function decideTurn(
  context: TurnContext,
  { memory, batch, refused }: { memory: CampaignMemory; batch: readonly PendingEvent[]; refused: Refused },
): Promise<Decided> {
  const { store, clocks, kit, dispatching, checks, throttling } = context;
  const { channels, machines } = kit;
  const readings = [
    ...(await dispatching.readBreakers()),
    ...(await readPreparers({ store, memory, channels })),
  ];
  const client = await dispatching.clientSettings(memory.record.client);
  const at = Math.floor(clocks.business.now());
  const senders = await dispatching.senders({ client: memory.record.client, at });
  const set = createWorkingSet({ memory, channels, machines, at, readings, senders });
  const deciding: Deciding = { set, kit, client };
  const facts = await loadTurnFacts({ set, store, batch });
  const takenAt = context.takenBefore(at);
  throttling.note(
    batch.map(({ event }) => event),
    at,
  );
  const answers = batch.map((pending): Answer => {
    if (pending.inboxId !== null) set.consume(pending.inboxId);
    try {
      return { pending, value: decideOnce(deciding, { pending, facts }) };
    } catch (error) {
      return { pending, error };
    }
  });
  takeBackStarts({ set, channels, day: (start) => dispatching.period({ client, at: start }).day });
  applyDueTimes(deciding);
  if (!context.mayMint()) {
    updateBreakers(deciding);
    return { set, dispatched: notDispatched, answers, noted: memory.noted, nextCheckAt: null };
  }
  const nextCheckAt = earliest(checks.run(deciding), await passDeadlines({ deciding, store }));
  updateBreakers(deciding);
  await pauseForOutage(deciding, store);
  const dispatched = await dispatch({
    deciding,
    store,
    reserve: context.reserve,
    quietSteps: context.quietSteps,
    client,
    senders,
    findRate: await dispatching.rates(memory.record.client),
    shared: dispatching.shared,
    period: dispatching.period({ client, at }),
    fairness: dispatching.fairness,
    stops: dispatching.stops(),
    isOverCap: await readIsOverCap({ deciding, dispatching, client }),
    preparing: context.performer.preparing,
    ...refused,
    throttledUntil: throttling.until(),
    permitUntil: clocks.store.now() + kit.times.permitMs,
    isTimeKnown: dispatching.isTimeKnown(),
    batch: context.size.of(store.batchBudget().mints),
    takenAt,
    marginMs: dispatching.pacingMarginMs(),
  });
  const judged = judgeCanary(deciding, dispatched);
  const noted = assess(deciding, judged.waiting);
  return { set, dispatched: judged, answers, noted, nextCheckAt };
}

/** Reads the circuit breakers of what prepares touches of the campaign. Most campaigns have none. */
async function readPreparers({
  store,
  memory: { record, open },
  channels,
}: {
  store: TurnContext['store'];
  memory: CampaignMemory;
  channels: TurnContext['kit']['channels'];
}): Promise<readonly BreakerReading[]> {
  const { client } = record;
  const keys = record.definition.steps.map((step) => preparerOfStep({ channels, client }, step));
  // Each single call has its own step, and a step may have been edited.
  for (const { attempt } of open.values()) {
    const { channel, details: facts, state } = attempt;
    if (state === 'preparing') keys.push(channels.preparerOf({ client, channel, facts }));
  }
  const known = [...new Set(keys)].filter((key) => key !== null);
  return known.length === 0 ? [] : store.readBreakers(known);
}

/** Returns when the next turn is due: the next start, check or end, whichever comes first. */
export function wakeAtOf({ set, dispatched, nextCheckAt }: Decided): number | null {
  const { context } = set.position();
  const { end } = set.record.definition;
  const { state } = stateOf(set.position());
  const endAt = end === undefined || context.expired || state === 'draft' ? null : Date.parse(end);
  return earliest(dispatched.lookAgainAt, nextCheckAt, state === 'scheduled' ? context.startAt : null, endAt);
}
