import { createDraw, drawWeighted } from '../../draws.ts';
import type { MailScenario } from '../scenario.ts';
import { type MailOutcome, permanentOutcomes, selectedOutcome } from './outcomes.ts';

/** What a recipient does with one message. */
export type Plan = { outcome: MailOutcome };

/**
 * Plans what a recipient does with its next message. It depends only on the seed, the address and the number of the
 * message: always the same for the same three.
 */
export function planMessage({
  seed,
  to,
  ordinal,
  scenario,
}: {
  seed: number;
  to: string;
  ordinal: number;
  scenario: MailScenario;
}): Plan {
  const scripted = scenario.addresses[to];
  if (scripted) return { outcome: scripted[Math.min(ordinal, scripted.length) - 1] ?? 'silent' };
  const selected = selectedOutcome(to);
  if (selected) return { outcome: selected.outcome };
  return { outcome: drawOutcome({ seed, to, ordinal, scenario }) };
}

function drawOutcome({
  seed,
  to,
  ordinal,
  scenario: { weights },
}: {
  seed: number;
  to: string;
  ordinal: number;
  scenario: MailScenario;
}): MailOutcome {
  const draw = (subject: string) =>
    drawWeighted({ value: createDraw({ seed, subject })('outcome'), weights }) ?? 'silent';
  const always = draw(to);
  if (permanentOutcomes.has(always) || ordinal === 1) return always;
  const now = draw(`${to}|${ordinal}`);
  return permanentOutcomes.has(now) ? 'silent' : now;
}
