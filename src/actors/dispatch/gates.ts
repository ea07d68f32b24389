import type { Attempt } from '../../domain/attempt/attempt.ts';
import { breakerStanding, isGivenUp, isProbing, probeTaken } from '../../rules/breaker.ts';
import { breakersOfStep, gatesOf, standingOf } from '../../rules/provider-gates.ts';
import type { Gates } from '../../rules/provider-gates.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { stateOf } from '../turn/campaign-memory.ts';
import type { Candidate } from '../decide/mint/candidate.ts';
import { transitionCampaign } from '../decide/steps.ts';
import type { Deciding } from '../decide/steps.ts';
import type { Dispatched } from './dispatched.ts';
import { earliest } from './earliest.ts';

function looking({ set, kit: { channels } }: Deciding) {
  const { resumedAt } = set.position().context;
  const { client } = set.record;
  return { channels, client, breakerOf: set.breakers.find, resumedAt, at: set.at };
}

/** The steps of the campaign that circuit breakers hold back now. */
export function readGates(deciding: Deciding): Gates {
  return gatesOf({ ...looking(deciding), steps: deciding.set.record.definition.steps });
}

/** Whether the campaign waits for the result of its own probe. */
export function hasOwnProbe({ set }: Deciding): boolean {
  return set.breakers.readings.some(({ breaker: { key } }) => {
    const { probe } = set.breakers.find(key);
    return isProbing(probe, set.at) && probe.campaign === set.record.id;
  });
}

/** The circuit breakers that a candidate would probe. */
function probedBy(deciding: Deciding, { step }: Pick<Candidate, 'step'>): string[] {
  const seen = looking(deciding);
  return breakersOfStep(seen, step).filter((key) => standingOf(seen, key).kind === 'due');
}

/** Returns the candidates, but only the first of those that would probe the same circuit breaker. */
export function oneProbeEach(deciding: Deciding, candidates: readonly Candidate[]): Candidate[] {
  const probed = new Set<string>();
  return candidates.filter((candidate) => {
    const keys = probedBy(deciding, candidate);
    const isFirst = !keys.some((key) => probed.has(key));
    for (const key of keys) probed.add(key);
    return isFirst;
  });
}

/** Assigns the right to probe to the attempt that was just minted, in the same commit. */
export function takeProbes(deciding: Deciding, candidates: readonly Candidate[]): void {
  const { set } = deciding;
  for (const candidate of candidates) {
    const attempt = set.enrollment(candidate.enrollment.position)?.openAttempt ?? null;
    if (attempt === null) continue;
    const probe = { campaign: set.record.id, attempt, at: set.at };
    for (const key of probedBy(deciding, candidate))
      set.breakers.put(probeTaken(set.breakers.find(key), probe));
  }
}

/**
 * Whether circuit breakers allow a prepared attempt to be sent: the breaker of its channel is closed, or the attempt is
 * the probe. If a probe is due, the attempt takes the right to probe in the same commit.
 */
export function passesBreaker(deciding: Deciding, { id, channel }: Attempt): boolean {
  const { set, kit } = deciding;
  const key = kit.channels.breakerOf(channel);
  if (key === null) return true;
  const breaker = set.breakers.find(key);
  const { kind } = breakerStanding({ ...looking(deciding), breaker });
  if (kind === 'due')
    set.breakers.put(probeTaken(breaker, { campaign: set.record.id, attempt: id, at: set.at }));
  return kind === 'closed' || kind === 'due' || (kind === 'probing' && breaker.probe?.attempt === id);
}

/**
 * Pauses a running campaign after too many failed probes, if every remaining contact waits for that provider. Then
 * nothing more happens until an operator acts.
 */
export async function pauseForOutage(deciding: Deciding, store: Pick<Store, 'readDue'>): Promise<void> {
  const { set, kit } = deciding;
  const { context } = set.position();
  if (stateOf(set.position()).state !== 'running') return;
  const since = Math.max(context.startedAt ?? 0, context.resumedAt ?? 0);
  const givenUp = new Set(
    set.breakers.readings
      .map(({ breaker: { key } }) => set.breakers.find(key))
      .filter((breaker) => isGivenUp({ breaker, since }))
      .map(({ key }) => key),
  );
  const waits = (channel: string): boolean => givenUp.has(kit.channels.breakerOf(channel) ?? '');
  const { steps } = set.record.definition;
  if (!steps.some(({ channel }) => waits(channel))) return;
  const others = steps.flatMap(({ channel }, index) => (waits(channel) ? [] : [index]));
  if (await isAnyoneAt({ deciding, store, steps: others })) return;
  const pause = { cause: 'provider-outage', by: 'system', reason: 'three probes in a row failed' } as const;
  if (transitionCampaign(deciding, { type: 'OUTAGE', at: set.at, pause }))
    set.log({ type: 'campaign.paused', by: 'system', data: pause });
}

/** Returns whether any contact is, or will be, due at one of these steps, or is in flight at one. */
async function isAnyoneAt({
  deciding: { set },
  store,
  steps,
}: {
  deciding: Deciding;
  store: Pick<Store, 'readDue'>;
  steps: readonly number[];
}): Promise<boolean> {
  if (steps.length === 0) return false;
  const isInFlight = [...set.memory.open.values()].some(({ attempt }) => steps.includes(attempt.step));
  if (isInFlight || set.waiting().some(({ step }) => steps.includes(step))) return true;
  const calendars = [...new Set([...set.memory.tallies.values()].map(({ calendar }) => calendar))];
  const due = await store.readDue({
    campaign: set.record.id,
    calendars,
    now: Number.MAX_SAFE_INTEGER,
    limit: 1,
    steps,
  });
  return due.length > 0;
}

/** The interval of checks of circuit breakers. Their changes are announced, but a message may be lost. */
const unheardMs = 30_000;

/** Adds the next check of the circuit breakers that hold back steps of the campaign. */
export function awaitBreakers({ set }: Deciding, dispatched: Dispatched): Dispatched {
  const lookAgainAt = earliest(dispatched.lookAgainAt, set.at + unheardMs);
  return { ...dispatched, lookAgainAt, awaitsBreaker: true };
}
