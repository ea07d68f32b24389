import { z } from 'zod';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { Enrollment } from '../../domain/contact/enrollment.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { Queries } from '../../queries/index.ts';

const local = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?$/;
const furthestMs = 366 * 86_400_000;
/** A time that has just passed when the request arrives means now. */
const justPassedMs = 60_000;

/** A time with an offset, or a local time of the contact. */
export const requestedTimeSchema = z
  .union([
    z.iso.datetime({ offset: true }),
    z
      .string()
      .regex(local)
      .refine((text) => !Number.isNaN(toUtc(text)), 'must be a date of the calendar'),
  ])
  .describe(
    'RFC 3339 with an offset (`2026-12-01T15:00:00Z`), or a local time of the contact (`2026-12-01T15:00`)',
  );

/**
 * Returns the instant of a requested time. A local time is read on the clock of the contact; of several possible time zones
 * it is the westernmost. Throws `contact.call-back-time` for a time in the past or more than a year ahead.
 */
export async function requestedInstant({
  text,
  queries,
  record,
  enrollment,
  now,
}: {
  text: string;
  queries: Pick<Queries, 'localInstant'>;
  record: CampaignRecord;
  enrollment: Enrollment;
  now: number;
}): Promise<number> {
  const at = local.test(text)
    ? await queries.localInstant({ record, enrollment, local: toUtc(text) })
    : Date.parse(text);
  if (at >= now - justPassedMs && at <= now + furthestMs) return Math.max(at, now);
  throw new RingmasterError({
    code: 'contact.call-back-time',
    family: 'invalid',
    message: `The time ${new Date(at).toISOString()} is ${at < now ? 'in the past' : 'more than a year ahead'}.`,
    hint: `It is ${new Date(now).toISOString()} now. Choose a time within a year.`,
  });
}

function toUtc(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}Z`);
}
