import type { ChannelWords } from '../../domain/campaign/step.ts';
import { endedStates } from '../../domain/campaign/campaign.ts';
import type { ReasonCode } from '../../domain/reason-code.ts';
import type { WhyFacts } from './facts.ts';
import { commonCause, type Cause } from './reasons.ts';

/** Returns how the clocks of a zone show an instant. To create the format takes longer than all that is read with it. */
function createClockReader(timeZone: string): (at: number) => { day: string; time: string } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (at) => {
    const part: Record<string, string> = {};
    for (const { type, value } of format.formatToParts(at)) part[type] = value;
    const { weekday = '', day = '', month = '', hour = '', minute = '' } = part;
    return { day: `${weekday} ${day} ${month}`, time: `${hour}:${minute}` };
  };
}

/** Returns a time in words: `09:00 in Sydney (22:00 UTC)`, with the day if it is not today there. */
export function timeInWords({ at, now, timeZone }: { at: number; now: number; timeZone: string }): string {
  const read = createClockReader(timeZone);
  const local = read(at);
  const day = local.day === read(now).day ? '' : `${local.day} `;
  if (timeZone === 'UTC') return `${day}${local.time} UTC`;
  const city = (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
  return `${day}${local.time} in ${city} (${new Date(at).toISOString().slice(11, 16)} UTC)`;
}

/**
 * The phrase of each reason, after the number of its contacts. The word "contacts" is added to the first phrase of a
 * list.
 */
const phrases: Readonly<Record<ReasonCode, readonly [one: string, many: string]>> = {
  'campaign.draft': ['waits', 'wait'],
  'campaign.scheduled': ['waits', 'wait'],
  'campaign.paused': ['waits', 'wait'],
  'campaign.cancelling': ['will not be contacted', 'will not be contacted'],
  'campaign.ended': ['will not be contacted', 'will not be contacted'],
  'emergency.stop': ['waits', 'wait'],
  'campaign.no-owner': ['waits', 'wait'],
  'clock.unknown': ['waits', 'wait'],
  'canary.verdict': ['waits for the verdict of the canary start', 'wait for the verdict of the canary start'],
  'provider.down': ['waits', 'wait'],
  'provider.throttled': ['waits', 'wait'],
  'contact.new': ['is next in line', 'are next in line'],
  'contact.paused': ['is paused', 'are paused'],
  'contact.review': ['is in review', 'are in review'],
  'contact.observing': ['is observed after the last step', 'are observed after the last step'],
  'contact.suppressed': ['is on a do-not-contact list for a time', 'are on a do-not-contact list for a time'],
  'contacts.none': ['is left', 'are left'],
  'window.closed': ['is outside its hours', 'are outside their hours'],
  'window.never': ['has no hours in which contact is allowed', 'have no hours in which contact is allowed'],
  'attempts.per-day': ['has no attempts left today', 'have no attempts left today'],
  'attempts.per-24-hours': ['has no attempts left in 24 hours', 'have no attempts left in 24 hours'],
  'attempts.per-week': ['has no attempts left in seven days', 'have no attempts left in seven days'],
  'attempts.per-30-days': ['has no attempts left in 30 days', 'have no attempts left in 30 days'],
  'retry.waiting': ['waits for a retry', 'wait for a retry'],
  'step.waiting': ['waits for the next step', 'wait for the next step'],
  'callback.waiting': ['waits for a call-back', 'wait for a call-back'],
  'attempt.not-placed': ['will be tried again', 'will be tried again'],
  'person.busy': ['is being contacted by another campaign', 'are being contacted by another campaign'],
  'quota.daily': ['waits for the quota of the next day', 'wait for the quota of the next day'],
  'budget.campaign': [
    'waits for open calls: they may use up its budget',
    'wait for open calls, which may use up the budget',
  ],
  'budget.client': ['waits for the budget of the client', 'wait for the budget of the client'],
  'budget.no-rate': [
    'waits: a number has no rate, and there is a budget',
    'have no rate, and there is a budget',
  ],
  'quota.warm-up': ['waits for the next day of the warm-up', 'wait for the next day of the warm-up'],
  'quota.hourly': ['waits for the quota of the next hour', 'wait for the quota of the next hour'],
  'sender.none-available': ['waits for a sender', 'wait for a sender'],
  'abandonment.cap': ['waits until fewer calls are abandoned', 'wait until fewer calls are abandoned'],
  'bots.failing': ['waits for bots that work', 'wait for bots that work'],
  'bots.none-free': ['waits for a free bot', 'wait for a free bot'],
  'limit.concurrent': ['waits for a free slot', 'wait for a free slot'],
  'limit.per-second': ['is next in line', 'are next in line'],
  'attempt.in-flight': ['is in flight', 'are in flight'],
};

function clauses(causes: readonly Cause[]): string {
  const counts = new Map<ReasonCode, number>();
  for (const { code, contacts } of causes) {
    if (code !== 'attempt.in-flight') counts.set(code, (counts.get(code) ?? 0) + contacts);
  }
  return [...counts]
    .map(([code, contacts], index) => {
      const noun = index > 0 ? '' : contacts === 1 ? ' contact' : ' contacts';
      return `${contacts}${noun} ${phrases[code][contacts === 1 ? 0 : 1]}`;
    })
    .join(', ');
}

function inFlightClause(causes: readonly Cause[], { one, many, during }: ChannelWords): string {
  const count = causes.find(({ code }) => code === 'attempt.in-flight')?.contacts ?? 0;
  if (count === 0) return '';
  return `${count} ${count === 1 ? `${one} is` : `${many} are`} still ${during}`;
}

type SummaryInput = { facts: WhyFacts; causes: readonly Cause[]; until: number | null };

type Heading = (input: { facts: WhyFacts; when: string | null }) => string;
const commonHeadings: Partial<Readonly<Record<ReasonCode, Heading>>> = {
  'campaign.draft': () => 'The campaign is a draft and has not been started',
  'campaign.scheduled': ({ when }) =>
    when ? `The campaign starts at ${when}` : 'The campaign is scheduled to start later',
  'campaign.paused': ({ facts: { pauseReason } }) =>
    pauseReason ? `The campaign is paused (${pauseReason})` : 'The campaign is paused',
  'campaign.cancelling': () => 'The campaign is being cancelled',
  'campaign.ended': ({ facts }) => `The campaign is ${facts.state}`,
  'clock.unknown': () => 'The time of the database is not known: it answers too slowly or not at all',
  'canary.verdict': ({ facts: { canary } }) =>
    `The canary start waits for its results: ${canary?.results ?? 0} of ${canary?.started ?? 0} are known`,
  'provider.down': ({ when, facts: { providerDown } }) => {
    if (!when) return 'The provider is down';
    return providerDown?.isProbing
      ? `The provider is down, and the result of a single try is awaited until ${when} at the latest`
      : `The provider is down, the next try is at ${when}`;
  },
  'abandonment.cap': ({ facts: { abandonment } }) => {
    if (!abandonment) return 'Too many calls of the client were abandoned';
    const { live, abandoned, cap } = abandonment;
    return `${abandoned} of the ${live} calls that were answered in 30 days met nobody, and the cap is ${Number((cap * 100).toFixed(2))} %`;
  },
  'bots.failing': ({ when }) =>
    when ? `The bots do not get ready, the next try is at ${when}` : 'The bots do not get ready',
  'provider.throttled': ({ when }) =>
    when ? `The provider accepts no requests until ${when}` : 'The provider accepts no requests now',
};

function heading({ facts, causes, until }: SummaryInput): string {
  const timeZone = causes.find((cause) => cause.until === until && cause.timeZone)?.timeZone ?? 'UTC';
  const when = until === null ? null : timeInWords({ at: until, now: facts.now, timeZone });
  const common = commonCause(facts);
  const commonHeading = common && commonHeadings[common.code];
  if (commonHeading) return commonHeading({ facts, when });
  const { active, idle } = facts.words;
  if (causes.some(({ code }) => code.startsWith('limit.'))) return active;
  return when ? `${idle} until ${when}` : `${idle} now`;
}

/** Smaller differences are normal between two machines, or when a clock is adjusted. */
const minBehindSeconds = 5;

/**
 * Returns what stops the campaign regardless of its own state. Every summary begins with it. Notices say the same
 * with more details.
 */
export function stopSentences({ state, emergencyStop, isRun }: WhyFacts): string[] {
  if (endedStates.includes(state)) return [];
  const whose = emergencyStop === 'client' ? 'this client' : 'every client';
  return [
    ...(emergencyStop ? [`Emergency stop of ${whose}.`] : []),
    ...(isRun ? [] : ['No running service works on this campaign.']),
  ];
}

/** Returns the sentence about a clock that was set back. No notice contains it. */
export function clockSentences({ state, clockBehindMs }: WhyFacts): string[] {
  const behind = Math.round(clockBehindMs / 1000);
  if (endedStates.includes(state) || behind < minBehindSeconds) return [];
  return [`The clock was set back: it is ${behind} s behind the last change of this campaign.`];
}

/** Returns what the contacts wait for, in one sentence, without the reasons in `stopSentences`. */
export function situationOf(input: SummaryInput): string {
  if (input.causes.length === 0) return 'No contact is left.';
  const parts = [clauses(input.causes), inFlightClause(input.causes, input.facts.words)].filter(Boolean);
  return `${heading(input)}: ${parts.join('; ')}.`;
}
