import type { Gather } from './entries.ts';
import { hear } from './hear.ts';
import type { CallBack } from './hear.ts';
import { after, beginOf, entryAt, startOfFlow } from './places.ts';
import type { Place } from './places.ts';
import { placeAfterDial, plainMeaning } from './routes.ts';
import type { VoiceStep } from '../step.ts';
import type { Evidence } from '../../../domain/attempt/evidence.ts';
import { answerFacts } from '../../../domain/attempt/facts.ts';
import type { Random } from '../../../platform/random.ts';

/**
 * The shares of contacts that opt out and that answer a question. The others press no key. The simulator uses the
 * same shares.
 */
const optOutShare = 0.03;
const answerShare = 0.85;
/** The shares of transfers that are answered and that are busy. The others ring until their timeout. */
const transferredShare = 0.75;
const busyShare = 0.1;

/** No call asks more questions: a circle that asks for nothing else ends here. */
const mostQuestions = 20;
const dayMs = 86_400_000;

/** Plays the flow of a call with a contact who presses drawn digits. Returns what Plivo would report. */
export function playFlow({ step, random, at }: { step: VoiceStep; random: Random; at: number }): Evidence[] {
  const reported: Evidence[] = [];
  let place: Place | null = startOfFlow;
  for (let entries = 0; place && entries < 1_000 && reported.length < mostQuestions; entries += 1) {
    const entry = entryAt(step, place);
    if (!entry || 'hangup' in entry || 'answerUrl' in entry) break;
    if ('goto' in entry) place = beginOf(entry.goto);
    else if ('dial' in entry) place = placeAfterDial(entry.dial, { status: drawStatus(random), place });
    else if ('gather' in entry) {
      const keys = drawKeys(entry.gather, random);
      const { outcome, variables, callBack, next } = hear({ flow: step, place, digits: keys });
      if (keys !== '') {
        const turn = reported.length + 1;
        const facts = answerFacts({ turn, keys, variables, callBackAt: instantOf(callBack, at) });
        reported.push({ kind: 'responded', outcome, stage: 'in-progress', providerId: null, facts });
      }
      place = next;
    } else place = after(place);
  }
  return reported;
}

function drawStatus(random: Random): 'completed' | 'busy' | 'no-answer' {
  const drawn = random();
  if (drawn < transferredShare) return 'completed';
  return drawn < transferredShare + busyShare ? 'busy' : 'no-answer';
}

/** A time of the day is read in UTC: it was drawn, so the zone of the contact does not matter. */
function instantOf(callBack: CallBack | null, at: number): number | null {
  if (callBack === null) return null;
  if ('afterMs' in callBack) return at + callBack.afterMs;
  const today = Math.floor(at / dayMs) * dayMs + callBack.minuteOfDay * 60_000;
  return today > at ? today : today + dayMs;
}

/** Draws the keys pressed at a question; empty if no key is pressed. */
function drawKeys({ on = {}, as, callBackAt, digits }: Gather, random: Random): string {
  const answers = Object.entries(on).map(([keys, meaning]) => ({ keys, ...plainMeaning(meaning) }));
  const drawn = random();
  const optOut = answers.find(({ outcome }) => outcome === 'opt-out');
  if (drawn < optOutShare) return optOut?.keys ?? '';
  if (drawn > optOutShare + answerShare) return '';
  const others = answers.filter((answer) => answer !== optOut);
  const known = others[Math.floor(random() * others.length)];
  if (known) return known.keys;
  if (callBackAt !== undefined) return `${10 + Math.floor(random() * 8)}${random() < 0.5 ? '00' : '30'}`;
  return as === undefined ? '' : drawDigits(digits, random);
}

function drawDigits(count: number, random: Random): string {
  return Array.from({ length: count }, () => Math.floor(random() * 10)).join('');
}
