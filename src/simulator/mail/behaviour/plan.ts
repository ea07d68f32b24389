import { createDraw, drawWeighted } from '../../draws.ts';
import type { MailScenario } from '../scenario.ts';
import {
  type MailOutcome,
  permanentOutcomes,
  type Selected,
  selectedOutcome,
  selectedWords,
} from './outcomes.ts';
import { reactionsOf } from './react.ts';
import type { Reaction } from './reaction.ts';

/** What a recipient does with one message, and what follows it. */
export type Plan = { outcome: MailOutcome; reactions: Reaction[] };

export type PlanInput = { seed: number; to: string; ordinal: number; scenario: MailScenario };

/**
 * Plans what a recipient does with its next message. It depends only on the seed, the address and the number of the
 * message: always the same for the same three.
 */
export function planMessage(input: PlanInput): Plan {
  const { seed, to, ordinal, scenario } = input;
  const { outcome, tags } = selectOutcome(input);
  const drawOf = (subject: string) => createDraw({ seed, subject });
  const reactions = reactionsOf[outcome]({
    to,
    ordinal,
    tags,
    scenario,
    draw: drawOf(`${to}|${ordinal}`),
    drawOfDomain: drawOf(to.slice(to.lastIndexOf('@'))),
  });
  return { outcome, reactions };
}

/** Returns the outcome of a recipient's next message, and the tags that say more about it. */
export function selectOutcome(input: PlanInput): Selected {
  const { to, ordinal, scenario } = input;
  const scripted = scenario.addresses[to];
  const words = scripted?.[Math.min(ordinal, scripted.length) - 1];
  const selected = words === undefined ? selectedOutcome(to) : selectedWords(words);
  return selected ?? { outcome: drawOutcome(input), tags: [] };
}

function drawOutcome({ seed, to, ordinal, scenario: { weights } }: PlanInput): MailOutcome {
  const draw = (subject: string) =>
    drawWeighted({ value: createDraw({ seed, subject })('outcome'), weights }) ?? 'silent';
  const always = draw(to);
  if (permanentOutcomes.has(always) || ordinal === 1) return always;
  const now = draw(`${to}|${ordinal}`);
  return permanentOutcomes.has(now) ? 'silent' : now;
}
