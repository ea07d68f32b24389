import type { EnrollmentState } from '../../domain/contact/enrollment.ts';
import type { attemptEvents } from '../../domain/events/attempt-events.ts';
import type { contactEvents } from '../../domain/events/contact-events.ts';
import type { CampaignEvent, EventOf } from '../../domain/events/campaign-event.ts';
import type { EventIn } from './journey-step.ts';

/** A transition of an enrollment, with the states of its row. */
export type ContactMove = { event: string | null; to: EnrollmentState };

type Name = keyof typeof contactEvents;
type Line<N extends Name> = (event: EventOf<N>) => readonly ContactMove[];

/** Lines of earlier versions do not have `became`: nothing is known of the contact then. */
const moved = (event: string, to: EnrollmentState | undefined): readonly ContactMove[] =>
  to === undefined ? [] : [{ event, to }];

const lines: { readonly [N in Name]: Line<N> } = {
  'contact.pause': ({ data }) => moved('PAUSE', data.became),
  'contact.resume': ({ data }) => moved('RESUME', data.became),
  'contact.retry': ({ data }) => moved('RETRY', data.became),
  'contact.call-back': ({ data }) => moved('CALL_BACK', data.became),
  'contact.reopen': ({ data }) => moved('REOPEN', data.became),
  'contact.drop-call-back': ({ data }) => moved('CALL_BACK_LAPSED', data.became),
  'contact.skip': ({ data }) => moved('SKIP', data.became),
  'contact.remove': () => moved('END', 'cancelled'),
  'call.ordered': () => [{ event: null, to: 'pending' }],
  'enrollment.deferred': () => moved('DEFER', 'waiting'),
  'enrollment.step-skipped': ({ data }) => moved('SKIP', data.became),
  'enrollment.call-back-lapsed': ({ data: { became } }) =>
    moved(became === 'waiting' ? 'CALL_BACK_LAPSED' : 'SKIP', became),
  // The attempt of a step that contacts no one has no line of its own.
  'enrollment.step-noted': ({ data }) =>
    data.became === undefined
      ? []
      : [{ event: 'MINTED', to: 'in-flight' }, ...moved('ATTEMPT_ENDED', data.became)],
  'enrollment.suppressed': () => moved('END', 'suppressed'),
  'enrollment.doubted': ({ data }) => moved('DOUBT', data.became),
  'enrollment.observed': ({ data }) => moved('OBSERVED', data.became),
  'enrollment.expired': () => moved('END', 'expired'),
};

/** What a line about a contact tells of its enrollment. */
export function contactMoves(event: EventIn<typeof contactEvents>): readonly ContactMove[] {
  return (lines[event.type] as (event: CampaignEvent) => readonly ContactMove[])(event);
}

/** What follows for the enrollment from a line about its attempt. */
export function consequenceOf(
  event: EventIn<typeof attemptEvents>,
  from: EnrollmentState,
): readonly ContactMove[] {
  if (event.type === 'attempt.minted') return moved('MINTED', 'in-flight');
  if (event.type === 'attempt.ended') return moved('ATTEMPT_ENDED', event.data.became);
  if (event.type === 'attempt.not-placed') return moved('NOT_PLACED', event.data.became);
  // Only evidence about an attempt that is not the last one reaches an enrollment in these states.
  const isLate = from === 'pending' || from === 'in-flight';
  const isChange = event.type === 'attempt.amended' || event.type === 'attempt.corrected';
  return isChange ? moved(isLate ? 'LATE_END' : 'AMENDED', event.data.became) : [];
}
