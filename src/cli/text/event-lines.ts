import { eventCatalogue } from '../../domain/events/catalogue.ts';
import type { EventTypeName } from '../../domain/events/catalogue.ts';
import type { EventData } from '../../domain/events/campaign-event.ts';
import { plainText } from '../terminal/output.ts';
import { dateTime } from './times.ts';
import type { EventView } from '../api/views.ts';

type Shown = { [Name in EventTypeName]: readonly (keyof EventData<Name> & string)[] };

const attemptEnd = ['disposition', 'outcome', 'talkSeconds', 'reason', 'became', 'dueAt'] as const;
const activityFields = ['reason', 'until'] as const;
const contactOrder = ['reason', 'became'] as const;
const totals = ['enrolled', 'duplicates', 'rejected', 'optedOut'] as const;

/**
 * The fields of each event type that are shown, in this order. Every type must be listed, and only with fields that
 * it has.
 */
const shown: Shown = {
  'campaign.created': [],
  'campaign.started': ['startAt'],
  'campaign.unscheduled': [],
  'campaign.paused': ['reason'],
  'campaign.resumed': [],
  'campaign.cancelled': ['reason'],
  'campaign.archived': [],
  'campaign.edited': ['changed'],
  'campaign.expired': [],
  'campaign.completed': [],
  'campaign.log-removed': ['through'],
  'campaign.failed': ['detail'],
  'campaign.dispatching': activityFields,
  'campaign.waiting': activityFields,
  'campaign.draining': activityFields,
  'campaign.canary-judged': [
    'started',
    'results',
    'invalid',
    'optedOut',
    'failed',
    'answered',
    'short',
    'over',
  ],
  'campaign.provider-down': ['breaker', 'probeAt'],
  'campaign.provider-up': ['breaker'],
  'campaign.probe-failed': ['breaker', 'probeAt'],
  'import.opened': [],
  'import.reopened': ['lastRow'],
  'import.added': ['enrolled', 'lastRow'],
  'import.closed': totals,
  'import.broken': totals,
  'contact.pause': contactOrder,
  'contact.resume': contactOrder,
  'contact.retry': contactOrder,
  'contact.call-back': ['at', 'opensAt', ...contactOrder],
  'contact.reopen': contactOrder,
  'contact.drop-call-back': contactOrder,
  'contact.skip': contactOrder,
  'contact.remove': contactOrder,
  'call.ordered': ['outsideHours'],
  'enrollment.deferred': ['reason', 'until'],
  'enrollment.call-back-lapsed': ['at', 'became'],
  'enrollment.step-skipped': ['step', 'reason', 'became'],
  'enrollment.step-noted': ['step', 'reason', 'became', 'dueAt'],
  'enrollment.suppressed': ['reason'],
  'enrollment.doubted': ['reason', 'providerId', 'touchedAt', 'became'],
  'enrollment.observed': ['became'],
  'enrollment.expired': [],
  'attempt.minted': [],
  'attempt.dialing': [],
  'attempt.ringing': [],
  'attempt.answered': [],
  'attempt.unknown': ['until', 'detail'],
  'attempt.unprepared': ['detail'],
  'attempt.hang-up-ordered': [],
  'attempt.transfer-ordered': ['to'],
  'attempt.transferred': [],
  'attempt.not-transferred': ['detail'],
  'attempt.not-ended': [],
  'attempt.ended': attemptEnd,
  'attempt.not-placed': attemptEnd,
  'attempt.amended': ['disposition', 'outcome'],
  'attempt.recording-removed': ['recording'],
  'attempt.corrected': ['disposition', 'outcome', 'note', 'became'],
  'attempt.surplus': [],
};

const time = (value: string): string => dateTime(Date.parse(value));

/** The text of each field. Other fields are shown as their value. */
const inWords: Readonly<Record<string, (value: string) => string>> = {
  talkSeconds: (value) => `${value} s`,
  to: (value) => `to ${value}`,
  became: (value) => `became ${value}`,
  until: (value) => `until ${time(value)}`,
  // A contact that is due at once has the first instant of all.
  dueAt: (value) => (Date.parse(value) === 0 ? 'due at once' : `due ${time(value)}`),
  startAt: (value) => `starts ${time(value)}`,
  at: (value) => `at ${time(value)}`,
  opensAt: (value) => `hours open ${time(value)}`,
  probeAt: (value) => `next probe ${time(value)}`,
  touchedAt: (value) => `at ${time(value)}`,
  step: (value) => `step ${value}`,
  through: (value) => `events 1 to ${value}`,
  lastRow: (value) => `up to row ${value}`,
  enrolled: (value) => `${value} enrolled`,
  duplicates: (value) => `${value} duplicates`,
  rejected: (value) => `${value} rejected`,
  optedOut: (value) => `${value} opted out`,
};

function isKnown(type: string): type is EventTypeName {
  return type in eventCatalogue;
}

function detailsOf({ type, data = {} }: EventView): string[] {
  // A service of a newer version may have unknown types.
  const fields: readonly string[] = isKnown(type) ? shown[type] : [];
  return fields.flatMap((name) => {
    const value = data[name];
    const text = Array.isArray(value) ? value.join(', ') : value;
    if (typeof text !== 'string' && typeof text !== 'number') return [];
    return [plainText((inWords[name] ?? String)(String(text)))];
  });
}

/** Returns ` 17 Mon 1 Mar 2027 09:02 attempt.ended Anna Berg +12025550147 busy att_01JD…`. */
export function eventLine(event: EventView): string {
  const { seq, at, type, attempt, by, contact } = event;
  const who = contact
    ? plainText([contact.name, contact.phone].filter(Boolean).join(' ') || `row ${contact.row}`)
    : '';
  const parts = [type, who, ...detailsOf(event), attempt, by].filter(Boolean);
  return `${String(seq).padStart(6)}  ${dateTime(Date.parse(at))}  ${parts.join('  ')}`;
}
