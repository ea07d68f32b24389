import { isEnd } from '../../domain/contact/enrollment.ts';
import type { Enrollment } from '../../domain/contact/enrollment.ts';
import type { ReasonCode } from '../../domain/reason-code.ts';
import type { Reason, Why, WhyFacts } from '../../rules/why.ts';
import { clockSentences, stopSentences, timeInWords } from '../../rules/why/summary.ts';
import { endInWords } from '../reason-in-words.ts';
import type { Circumstances } from '../reason-in-words.ts';

/** Why this contact waits. If a time is known, ` until …` is appended. */
const sentences: Readonly<Record<ReasonCode, string>> = {
  'campaign.draft': 'Waits: the campaign is a draft and has not been started',
  'campaign.scheduled': 'Waits: the campaign has not started',
  'campaign.paused': 'Waits: the campaign is paused',
  'campaign.cancelling': 'Will not be contacted: the campaign is being cancelled',
  'campaign.ended': 'Will not be contacted: the campaign has ended',
  'emergency.stop': 'Waits until the emergency stop is lifted',
  'campaign.no-owner': 'Waits until a service runs',
  'clock.unknown': 'Waits until the time of the database is known again',
  'canary.verdict': 'Waits for the verdict of the canary start',
  'provider.down': 'Waits: the provider is down',
  'provider.throttled': 'Waits: the provider accepts no more requests now',
  'contact.new': 'Is due and next in line',
  'contact.paused': 'Is paused until an operator resumes this contact',
  'contact.review': 'Waits for a decision of an operator',
  'contact.observing': 'Has had the last step; replies and bounces are still recorded',
  'contact.suppressed': 'Is on a do-not-contact list',
  'contacts.none': 'Waits for nothing',
  'window.closed': 'Is outside its hours',
  'window.never': 'Cannot be contacted at any hour: the window never opens for this contact',
  'attempts.per-day': 'Has had the maximum of attempts for today',
  'attempts.per-24-hours': 'Has had the maximum of attempts for 24 hours',
  'attempts.per-week': 'Has had the maximum of attempts for seven days',
  'attempts.per-30-days': 'Has had the maximum of attempts for 30 days',
  'retry.waiting': 'Waits for a retry',
  'step.waiting': 'Waits for the next step',
  'callback.waiting': 'Waits for the time of its call-back',
  'attempt.not-placed': 'Is tried again',
  'person.busy': 'Is being contacted by another campaign now',
  'quota.daily': 'Is due, but the quota of the day is used up',
  'budget.campaign': 'Is due, but open calls may use up the budget of the campaign',
  'budget.client': 'Is due, but the budget of the client is used up',
  'budget.no-rate': 'Is due, but a number without a rate holds back the campaign, which has a budget',
  'quota.warm-up': 'Is due, but the warm-up allows no more attempts today',
  'quota.hourly': 'Is due, but the quota of the hour is used up',
  'sender.none-available': 'Waits: all senders of the step are paused or in quarantine',
  'abandonment.cap': 'Waits: too many calls of the client were abandoned',
  'bots.failing': 'Waits: the bots of the step do not get ready',
  'bots.none-free': 'Is due and waits for a free bot',
  'limit.concurrent': 'Is due and waits for a free slot',
  'limit.per-second': 'Is due and next in line',
  'attempt.in-flight': 'Is being contacted now',
};

function untilInWords({ code, until, timeZone }: Reason, now: number): string {
  if (until === null || code === 'limit.per-second') return '';
  return ` until ${timeInWords({ at: Date.parse(until), now, timeZone: timeZone ?? 'UTC' })}`;
}

/** Why it is not known whether an attempt was sent, and how long it is searched for. Business time. */
export type Doubt = { detail: string; until: number };

function doubtInWords({ detail, until }: Doubt, now: number, timeZone: string): string {
  const time = timeInWords({ at: until, now, timeZone });
  return `May or may not have been contacted (${detail}): the provider is asked until ${time}, and the slot is kept.`;
}

/** The next number of a contact with several ones, and those that do not exist. */
export type NumberFacts = { next: string; dead: readonly string[] };

function numbersInWords(numbers: NumberFacts | null): string {
  if (!numbers) return '';
  const { next, dead } = numbers;
  const gone = dead.length === 0 ? '' : ` ${dead.join(', ')} ${dead.length === 1 ? 'does' : 'do'} not exist.`;
  return ` The next number is ${next}.${gone}`;
}

/** A call-back that is still to be made: the requested time, and when the hours of the contact open from then on. */
export type CallBackFacts = { at: number; opensAt: number | null };

function callBackInWords({ at, opensAt }: CallBackFacts, now: number, timeZone: string): string {
  const inWords = (instant: number): string => timeInWords({ at: instant, now, timeZone });
  const asked = `Is to be called back on request at ${inWords(at)}`;
  if (opensAt === null) return `${asked}, but the hours of the contact never open then.`;
  if (opensAt > Math.max(at, now))
    return `${asked}. That is outside the hours, so the call starts from ${inWords(opensAt)}.`;
  return `${asked}, before other contacts.`;
}

/** Returns the answer for one contact: what stops the campaign, then the contact's situation in one sentence. */
export function contactSummary(input: ContactSummaryInput): Pick<Why, 'summary' | 'situation'> {
  const situation = `${contactSituation(input)}${numbersInWords(input.numbers)}`;
  if (isEnd(input.enrollment.state) || input.why.reasons.length === 0)
    return { summary: situation, situation };
  const clock = [...clockSentences(input.facts), situation].join(' ');
  return { summary: [...stopSentences(input.facts), clock].join(' '), situation: clock };
}

type ContactSummaryInput = Circumstances & {
  why: Why;
  facts: WhyFacts;
  enrollment: Enrollment;
  timeZone: string;
  doubt: Doubt | null;
  callBack: CallBackFacts | null;
  /** Of a contact with several numbers that waits: the next one, and those that do not exist. */
  numbers: NumberFacts | null;
};

/** With these reasons the contact waits for the time of its call-back. */
const promised: ReadonlySet<ReasonCode> = new Set(['callback.waiting', 'window.closed', 'window.never']);

function contactSituation({
  why,
  facts,
  enrollment,
  timeZone,
  doubt,
  callBack,
  ...circumstances
}: ContactSummaryInput): string {
  const { state } = enrollment;
  if (isEnd(state))
    return `Has ended (${state}): ${endInWords({ end: state, enrollment, ...circumstances })}.`;
  const [reason] = why.reasons;
  if (!reason) return 'No reason is known why this contact waits.';
  if (doubt && reason.code === 'attempt.in-flight') return doubtInWords(doubt, facts.now, timeZone);
  if (callBack && promised.has(reason.code)) return callBackInWords(callBack, facts.now, timeZone);
  const until = untilInWords({ timeZone, ...reason }, facts.now);
  const because = reason.code === 'campaign.paused' && facts.pauseReason ? ` (${facts.pauseReason})` : '';
  const listed =
    circumstances.suppressed === null
      ? ''
      : ` The address is on a do-not-contact list (${circumstances.suppressed}), so no attempt will start.`;
  const asked = callBack ? ` ${callBackInWords(callBack, facts.now, timeZone)}` : '';
  return `${sentences[reason.code]}${because}${until}.${listed}${asked}`;
}
