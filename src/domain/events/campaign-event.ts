import type { z } from 'zod';
import type { EventCatalogue, EventTypeName } from './catalogue.ts';
import type { EventSubject } from './event-type.ts';

type SubjectOf<Name extends EventTypeName> = EventCatalogue[Name]['subject'];
export type EventData<Name extends EventTypeName> = Readonly<z.output<EventCatalogue[Name]['data']>>;

/** What an event concerns: the position of the contact in the campaign, and the id of the attempt. */
type Concerns<Subject extends EventSubject> = {
  position: Subject extends 'campaign' ? null : number;
  attempt: Subject extends 'attempt' ? string : null;
};

/** An event of one type, as stored in the log. */
export type EventOf<Name extends EventTypeName> = {
  /** Starts at 1 and has no gaps within a campaign. */
  seq: number;
  /** Business time. */
  at: number;
  type: Name;
  /**
   * The caller who ordered it: `key:ops`, `local` if there are no keys, `system`. Null for an event that was not
   * ordered.
   */
  by: string | null;
  data: EventData<Name>;
} & Concerns<SubjectOf<Name>>;

/** One line of a campaign's log. Contains ids, never numbers, addresses or names. */
export type CampaignEvent = { [Name in EventTypeName]: EventOf<Name> }[EventTypeName];

type NewConcerns<Subject extends EventSubject> = Subject extends 'campaign'
  ? unknown
  : Subject extends 'contact'
    ? { position: number }
    : { position: number; attempt: string };
type NewBy<Ordered extends boolean> = Ordered extends true ? { by: string } : unknown;
type NewData<Data> = Record<never, never> extends Data ? { data?: Data } : { data: Data };

/** An event to append to the log: what it concerns, and who ordered it, if it was ordered. */
export type NewEvent = {
  [Name in EventTypeName]: { type: Name } & NewConcerns<SubjectOf<Name>> &
    NewBy<EventCatalogue[Name]['ordered']> &
    NewData<EventData<Name>>;
}[EventTypeName];

/** The event as it is stored in the log. */
export function loggedEvent({ seq, at, event }: { seq: number; at: number; event: NewEvent }): CampaignEvent {
  const none = { position: null, attempt: null, by: null, data: {} };
  return { seq, at, ...none, ...event };
}
