import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import { defaultRoutes, dispositions, type Disposition } from '../../domain/attempt/disposition.ts';
import { contactsAnybody, isNote } from '../due-lanes.ts';
import { backoffOf, stepDelayMs, type BackoffMs } from '../retry.ts';

/** The parts of a definition that decide what follows an attempt. */
export type TouchRules = Pick<CampaignDefinition, 'steps' | 'sequences' | 'retry' | 'dispositions'> & {
  channels: Pick<Channels, 'stepContacts'>;
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
  endsWithNotes: boolean;
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
 * The usual dispositions of calls, with the weight of ten attempts. They matter until a campaign has its own figures.
 * The weights are our own choice, similar to those of the carrier simulator.
 */
const prior: Readonly<Record<Disposition, number>> = {
  answered: 5,
  'no-answer': 2.6,
  busy: 1,
  machine: 0.6,
  failed: 0.3,
  invalid: 0.3,
  rejected: 0.2,
  unconfirmed: 0,
  cancelled: 0,
};

/**
 * Returns the consequence of a disposition. A review counts as an end, because the time of a person's decision cannot
 * be estimated.
 */
function wayOf(rules: TouchRules, disposition: Disposition): Way {
  const route = rules.dispositions[disposition] ?? defaultRoutes[disposition];
  if (route === 'next') return { route };
  if (route !== 'retry') return { route: 'over' };
  return { route, backoff: backoffOf({ policy: rules.retry, disposition }) };
}

function contactDelays(rules: TouchRules): Pick<TouchModel, 'stepDelays' | 'tailMs' | 'endsWithNotes'> {
  const stepDelays: number[] = [];
  let waitMs = 0;
  rules.steps.forEach((found, step) => {
    waitMs += stepDelayMs({ definition: rules, step });
    if (!rules.channels.stepContacts(found)) return;
    stepDelays.push(waitMs);
    waitMs = 0;
  });
  const endsWithNotes = stepDelays.every((_, step) => !isNote(rules, step));
  return { stepDelays, tailMs: waitMs, endsWithNotes };
}

/** Creates the model of a campaign that contacts no one: every step leads to the next. */
function createNoteModel(rules: TouchRules): TouchModel {
  return {
    ways: [{ route: 'next' }],
    stepDelays: rules.steps.map((_, step) => stepDelayMs({ definition: rules, step })),
    tailMs: 0,
    endsWithNotes: false,
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
  if (!contactsAnybody(rules)) return createNoteModel(rules);
  const ways = new Map<string, { way: Way; weight: number }>();
  let [weights, retryWeight] = [0, 0];
  for (const disposition of dispositions) {
    const way = wayOf(rules, disposition);
    const weight = prior[disposition] + (observed[disposition] ?? 0);
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
