import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import { defaultRoutes, dispositions, type Disposition } from '../../domain/attempt/disposition.ts';
import { contactsAnybody, isNote } from '../due-lanes.ts';
import { backoffOf, stepDelayMs, type BackoffMs } from '../retry.ts';

/** The parts of a definition that decide how people go on after an attempt. */
export type TouchRules = Pick<CampaignDefinition, 'steps' | 'sequences' | 'retry' | 'dispositions'> & {
  channels: Pick<Channels, 'stepContacts'>;
};

/** What an attempt can lead to; dispositions with the same consequence are one way. */
export type Way = { route: 'next' } | { route: 'over' } | { route: 'retry'; backoff: BackoffMs };

export type TouchModel = {
  ways: readonly Way[];
  /**
   * Delays before each step that contacts somebody, in milliseconds; steps that contact nobody only add theirs. Where
   * none does, they are the steps.
   */
  stepDelays: readonly number[];
  /** The delays of what follows the last of them. */
  tailMs: number;
  /** Whether every step that contacts nobody is part of what follows. */
  endsWithNotes: boolean;
  maxAttempts: number;
  maxPerDay: number;
  /**
   * What each way weighs, in attempts of experience. Each play draws its shares from them, so that few attempts lead to a
   * wide range.
   */
  wayWeights: readonly number[];
  /** The share of retries to expect. */
  retryShare: number;
};

/**
 * What cold calling usually gives, worth ten attempts of experience: it matters until a campaign has its own figures.
 * The weights are our own choice, close to the carrier simulator's.
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

/** A review ends the automatic part: when a person decides cannot be estimated. */
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

/** A campaign that contacts nobody: every step leads to the next. */
function createUntouching(rules: TouchRules): TouchModel {
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

export function createTouchModel({
  rules,
  observed,
}: {
  rules: TouchRules;
  observed: Partial<Readonly<Record<string, number>>>;
}): TouchModel {
  if (!contactsAnybody(rules)) return createUntouching(rules);
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
