import type { AttemptState } from '../../domain/attempt/attempt.ts';
import { stateUnder } from '../../domain/contact/enrollment.ts';
import type { EnrollmentEnd, EnrollmentState } from '../../domain/contact/enrollment.ts';
import { attemptEvents } from '../../domain/events/attempt-events.ts';
import type { CampaignEvent } from '../../domain/events/campaign-event.ts';
import { campaignEvents } from '../../domain/events/campaign-events.ts';
import { contactEvents } from '../../domain/events/contact-events.ts';
import { attemptMoves } from './attempt-lines.ts';
import { campaignMove, startAfter } from './campaign-lines.ts';
import type { CampaignPlace } from './campaign-lines.ts';
import { consequenceOf, contactMoves } from './contact-lines.ts';
import type { ContactMove } from './contact-lines.ts';
import { machineStateOf } from './journey-step.ts';
import type { EventIn, JourneyStep } from './journey-step.ts';

/** A log played from its first line, or from the first line of one contact. */
export type Replay = {
  /** Plays the next line, and returns the transitions that it tells, in order. */
  add: (event: CampaignEvent) => readonly JourneyStep[];
  /** The state of the campaign, such as `running.waiting`; null before its first line. */
  campaign: () => string | null;
  /**
   * The state of a contact. Contacts are `pending` before their first line: a contact that arrives in another state
   * has ended, and never has one. `arrived` is returned for a contact without lines.
   */
  enrollment: (position: number, arrived?: EnrollmentState) => EnrollmentState;
  /** The state of an attempt; null before its first line. */
  attempt: (id: string) => AttemptState | null;
};

const isIn = <Catalogue extends object>(
  catalogue: Catalogue,
  event: CampaignEvent,
): event is EventIn<Catalogue> => Object.hasOwn(catalogue, event.type);

/** The end of all contacts that rest, after a line that ends the whole campaign. */
function restAfter({ type }: CampaignEvent, { to }: { to: string }): EnrollmentEnd | null {
  if (type === 'campaign.expired') return 'expired';
  return to === 'cancelling' ? 'cancelled' : null;
}

/**
 * Reads the states of a campaign, its contacts and its attempts from the lines of its log. At the end of a log they are
 * the stored states, with these exceptions, which have no line:
 * - what a running campaign does is told late: `running.waiting` may be `running.dispatching` for up to a minute;
 * - an attempt that is `settling` is still in the state before, and one that was prepared is `preparing` until news come;
 * - a channel whose stages have no events shows no `placed`;
 * - a contact is not `in-flight` at a step that contacts no one.
 *
 * Given the lines of one contact only, it does not know of the end of the whole campaign.
 */
export function createReplay(): Replay {
  let place: CampaignPlace = { state: null, startAt: null };
  let rest: EnrollmentEnd | null = null;
  const enrollments = new Map<number, EnrollmentState>();
  const attempts = new Map<string, AttemptState>();

  const enrollment: Replay['enrollment'] = (position, arrived = 'pending') =>
    stateUnder(rest, enrollments.get(position) ?? arrived);

  const ofCampaign = (event: EventIn<typeof campaignEvents>): JourneyStep[] => {
    const move = campaignMove(event, place);
    if (move === null) return [];
    place = { state: move.to, startAt: startAfter(event, place, move.to) };
    rest ??= restAfter(event, move);
    return [{ ...move, machine: 'campaign', position: null, attempt: null }];
  };

  const ofContact = (position: number, moves: readonly ContactMove[]): JourneyStep[] =>
    moves.map(({ event, to }) => {
      const from = event === null ? null : machineStateOf(enrollment(position));
      enrollments.set(position, to);
      return { machine: 'enrollment', position, attempt: null, from, event, to: machineStateOf(to) };
    });

  const ofAttempt = (event: EventIn<typeof attemptEvents>): JourneyStep[] => {
    const { position, attempt } = event;
    return attemptMoves(event, attempts.get(attempt) ?? null).map(({ event: name, to }) => {
      const from = attempts.get(attempt) ?? null;
      attempts.set(attempt, to);
      return { machine: 'attempt', position, attempt, from, event: name, to };
    });
  };

  return {
    add(event) {
      if (isIn(campaignEvents, event)) return ofCampaign(event);
      if (isIn(contactEvents, event)) return ofContact(event.position, contactMoves(event));
      if (!isIn(attemptEvents, event)) return [];
      const { position } = event;
      return [...ofAttempt(event), ...ofContact(position, consequenceOf(event, enrollment(position)))];
    },
    campaign: () => place.state,
    enrollment,
    attempt: (id) => attempts.get(id) ?? null,
  };
}
