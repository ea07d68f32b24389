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

/** Whether a field of `data` is an instant. */
export function isInstant(field: z.ZodType): boolean {
  if (field instanceof z.ZodOptional || field instanceof z.ZodNullable)
    return isInstant(field.unwrap() as z.ZodType);
  return field.meta()?.['instant'] === true;
}

export const nothing = z.object({});
