import { saysLeft } from './left-company.ts';
import { cues } from './reply-cues.ts';
import type { Cue } from './reply-cues.ts';

export type ReplyClass =
  | 'interested'
  | 'not-interested'
  | 'unsubscribe'
  | 'left-company'
  | 'wrong-person'
  | 'unclear';
export type Sensitivity = 'low' | 'normal' | 'high';

/** The least weight of words for `interested` and `not-interested`. A clear phrase has 3, a usual one 2, a hint 1. */
export const thresholds: Readonly<Record<Sensitivity, number>> = { low: 3, normal: 2, high: 1 };

/** How much of a reply is judged. */
const judgedCharacters = 4_000;

/**
 * Returns the class of a reply without quotes. Refusals are found before consent, and their words are taken away, so that
 * "not interested" is never interest. A reply with both, or with neither, is `unclear` and is for a person to read.
 */
export function classifyReply({
  text,
  sensitivity = 'normal',
}: {
  text: string;
  sensitivity?: Sensitivity | undefined;
}): ReplyClass {
  const words = normal(text);
  const wishes = words.replaceAll(negated, ' . ');
  if (weigh(wishes, cues.unsubscribe).weight >= 2) return 'unsubscribe';
  if (saysLeft(words)) return 'left-company';
  const refusal = weigh(words, cues.notInterested);
  const wrong = weigh(words, cues.wrongPerson);
  const consent = weigh(refusal.rest, cues.interested);
  const least = thresholds[sensitivity];
  if (wrong.weight >= 2 && consent.weight < 3) return 'wrong-person';
  const refuses = refusal.weight >= least;
  const consents = consent.weight >= least;
  if (refuses && consent.weight >= 2) return 'unclear';
  if (refuses) return 'not-interested';
  if (consents && refusal.weight === 0) return 'interested';
  return 'unclear';
}

/** "Please don't remove me from the list" is no wish to be removed. */
const negated =
  /(?:don't|do not|didn't|did not|not|never|nicht|ne|no|non|não|niet|inte|ikke) (?:want to |wish to |have to |need to |mean to |to |me |mich )?(?:be )?(?:unsubscribe\p{L}*|remove[d]?|opt out|abmelden|löschen|désinscri\p{L}*)/gu;

function normal(text: string): string {
  return text
    .slice(0, judgedCharacters)
    .toLowerCase()
    .normalize('NFC')
    .replaceAll(/[’‘`´]/g, "'")
    .replaceAll(/\b(do|does|did|is|was|wo|ca)nt\b/g, "$1n't")
    .replaceAll(/https?:\/\/\S{1,300}/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** The sum of the weights of all cues that are in the text, and the text without them. */
function weigh(text: string, list: readonly Cue[]): { weight: number; rest: string } {
  let weight = 0;
  let rest = text;
  for (const [value, pattern] of list) {
    if (!pattern.test(rest)) continue;
    weight += value;
    rest = rest.replace(pattern, ' . ');
  }
  return { weight, rest };
}
