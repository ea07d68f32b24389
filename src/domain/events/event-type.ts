import { z } from 'zod';

/** What an event concerns: the campaign as a whole, one contact in it, or one attempt to reach a contact. */
export type EventSubject = 'campaign' | 'contact' | 'attempt';

/** One type of event. */
export type EventType<
  Subject extends EventSubject = EventSubject,
  Data extends z.ZodObject = z.ZodObject,
  Ordered extends boolean = boolean,
> = {
  subject: Subject;
  /** One line without a full stop: what happened. */
  what: string;
  /** Whether it was ordered. Then `by` contains who ordered it. */
  ordered: Ordered;
  /** Its data. Fields that earlier versions did not write are optional. */
  data: Data;
};

/** An event that was not ordered. */
export function occurrence<Subject extends EventSubject, Data extends z.ZodObject>(
  subject: Subject,
  what: string,
  data: Data,
): EventType<Subject, Data, false> {
  return { subject, what, ordered: false, data };
}

/** An event that a caller, or `system`, ordered. */
export function order<Subject extends EventSubject, Data extends z.ZodObject>(
  subject: Subject,
  what: string,
  data: Data,
): EventType<Subject, Data, true> {
  return { subject, what, ordered: true, data };
}

/** Business time in milliseconds. The API shows it as RFC 3339 text. */
export const instant = z.number().meta({ instant: true });

/**
 * Text that someone wrote, or that came from outside. It may speak of a contact, so it is not published on the bus.
 */
export const written = z.string().meta({ unpublished: true });

/** Whether a field of `data` is an instant. */
export function isInstant(field: z.ZodType): boolean {
  return hasMark(field, 'instant');
}

/** Whether a field of `data` stays in the installation: events on the bus do not have it. */
export function isUnpublished(field: z.ZodType): boolean {
  return hasMark(field, 'unpublished');
}

function hasMark(field: z.ZodType, mark: string): boolean {
  if (field.meta()?.[mark] === true) return true;
  const isWrapped = field instanceof z.ZodOptional || field instanceof z.ZodNullable;
  return isWrapped && hasMark(field.unwrap() as z.ZodType, mark);
}

export const nothing = z.object({});
