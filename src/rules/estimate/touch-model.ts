import { consequenceOf } from '../../domain/attempt/consequence.ts';
import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import type { DispositionFacts } from '../../domain/attempt/disposition.ts';
import { hasStepsWithContact, isWithoutContact } from '../due-lanes.ts';
import { backoffOf, type BackoffMs } from '../retry.ts';
import { stepDelayMs } from '../step-delay.ts';

/** The parts of a definition that decide what follows an attempt. */
export type TouchRules = Pick<CampaignDefinition, 'steps' | 'sequences' | 'retry' | 'dispositions'> & {
  channels: Pick<Channels, 'stepContacts' | 'dispositionsOf' | 'find'>;
};

/** A consequence of an attempt. Dispositions with the same consequence share one. */
export type Way = { route: 'next' } | { route: 'over' } | { route: 'retry'; backoff: BackoffMs };

export type TouchModel = {
  ways: readonly Way[];
  /**
   * The delay before each step that contacts the contact, in milliseconds. Steps that contact no one only add their
   * delays. If no step contacts the contact, the list has all steps.
   */
  stepDelays: readonly number[];
  /** The sum of the delays after the last of these steps. */
  tailMs: number;
  /** Whether all steps that contact no one come after the last of these steps. */
  endsWithoutContact: boolean;
  maxAttempts: number;
  maxPerDay: number;
  /**
   * The weight of each consequence, in attempts. Each play draws its shares from the weights, so that few attempts
   * result in a wide range.
   */
  wayWeights: readonly number[];
  /** The expected share of retries. */
  retryShare: number;
};

/**
 * Returns the consequence of a disposition. A review counts as an end, because the time of a person's decision cannot
 * be estimated.
 */
function wayOf(rules: TouchRules, { name, route: usual }: DispositionFacts): Way {
  const route = consequenceOf(rules.dispositions, name) ?? usual;
  if (route === 'next') return { route };
  if (route !== 'retry') return { route: 'over' };
  return { route, backoff: backoffOf({ policy: rules.retry, disposition: name }) };
}

/** How attempts of these steps can end. One that several channels have weighs what it weighs in the first of them. */
function dispositionsIn({ steps, channels }: TouchRules): Iterable<DispositionFacts> {
  const found = new Map<string, DispositionFacts>();
  for (const step of steps) {
    if (!channels.stepContacts(step)) continue;
    for (const facts of channels.dispositionsOf(step.channel)) {
      if (!found.has(facts.name)) found.set(facts.name, facts);
    }
  }
  return found.values();
}

function contactDelays(rules: TouchRules): Pick<TouchModel, 'stepDelays' | 'tailMs' | 'endsWithoutContact'> {
  const stepDelays: number[] = [];
  let waitMs = 0;
  rules.steps.forEach((found, step) => {
    waitMs += stepDelayMs({ definition: rules, step });
    if (!rules.channels.stepContacts(found)) return;
    stepDelays.push(waitMs);
    waitMs = 0;
  });
  // After a touch of the last step the enrollment is observed.
  const last = rules.steps.at(-1);
  waitMs += (last && rules.channels.find(last.channel)?.observeMs) ?? 0;
  const endsWithoutContact = stepDelays.every((_, step) => !isWithoutContact(rules, step));
  return { stepDelays, tailMs: waitMs, endsWithoutContact };
}

/** Creates the model of a campaign that contacts no one: every step leads to the next. */
function createModelWithoutContact(rules: TouchRules): TouchModel {
  return {
    ways: [{ route: 'next' }],
    stepDelays: rules.steps.map((_, step) => stepDelayMs({ definition: rules, step })),
    tailMs: 0,
    endsWithoutContact: false,
    maxAttempts: 1,
    maxPerDay: rules.steps.length + 1,
    wayWeights: [1],
    retryShare: 0,
  };
}

/** Creates the model of what follows an attempt, from the definition and the dispositions observed so far. */
export function createTouchModel({
  rules,
  observed,
}: {
  rules: TouchRules;
  observed: Partial<Readonly<Record<string, number>>>;
}): TouchModel {
  if (!hasStepsWithContact(rules)) return createModelWithoutContact(rules);
  const ways = new Map<string, { way: Way; weight: number }>();
  let [weights, retryWeight] = [0, 0];
  for (const facts of dispositionsIn(rules)) {
    const way = wayOf(rules, facts);
    const weight = facts.prior + (observed[facts.name] ?? 0);
    const key = JSON.stringify(way);
    const known = ways.get(key);
    if (known) known.weight += weight;
    else ways.set(key, { way, weight });
    weights += weight;
    if (way.route === 'retry') retryWeight += weight;
  }
  const all = [...ways.values()];
  return {
    ways: all.map(({ way }) => way),
    ...contactDelays(rules),
    maxAttempts: rules.retry.maxAttempts,
    maxPerDay: rules.retry.maxPerDay,
    wayWeights: all.map(({ weight }) => weight),
    retryShare: retryWeight / weights,
  };
}
