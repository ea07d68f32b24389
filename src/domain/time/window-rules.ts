import { z } from 'zod';
import { isTimeZone, readTimeZone } from './time-zone.ts';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** The time zone of a place, in any spelling that `readTimeZone` accepts; becomes the canonical IANA name. */
export const timeZoneSchema = z
  .string()
  .overwrite(canonicalZone)
  .refine(isTimeZone, { error: ({ input }) => zoneProblem(String(input)) });

function canonicalZone(text: string): string {
  const read = readTimeZone(text);
  return 'zone' in read ? read.zone : text;
}

function zoneProblem(text: string): string {
  const read = readTimeZone(text);
  return 'problem' in read ? read.problem : '';
}

const timePattern = /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/;
const timeOfDay = z.string().regex(timePattern, 'must be a time of day such as 09:00');

const dayHours = z.union([
  z.literal('closed'),
  z.string().regex(/^\d\d:\d\d-\d\d:\d\d$/, 'must be hours such as 09:00-13:00, or closed'),
]);

/** The local hours in which a contact may be contacted. */
export const sendWindowSchema = z
  .strictObject({
    timezone: z
      .union([z.literal('recipient'), timeZoneSchema])
      .default('recipient')
      .describe("whose hours count: the recipient's, or those of a fixed IANA time zone"),
    start: timeOfDay.default('09:00'),
    end: timeOfDay.default('17:00'),
    skipWeekends: z.boolean().default(true).describe('closed on Saturday and Sunday'),
    days: z
      .partialRecord(z.enum(weekdays), dayHours)
      .default({})
      .describe(
        'hours of single weekdays, such as {fri: "09:00-13:00"}; they win over start, end and skipWeekends',
      ),
    holidays: z
      .union([
        z.literal('recipient'),
        z.literal('none'),
        z
          .string()
          .regex(
            /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/,
            'must be recipient, none, or a country or state such as US or US-CA',
          ),
      ])
      .default('recipient')
      .describe(
        "public holidays that are closed: the recipient's, none, or those of a country such as US or US-CA",
      ),
    fallbackTimezone: timeZoneSchema
      .optional()
      .describe('for contacts whose time zone is unknown; without it they are rejected'),
  })
  .refine(({ start, end }) => start < end || ![start, end].every((time) => timePattern.test(time)), {
    error: 'must be later than start',
    path: ['end'],
  });

export type SendWindow = z.infer<typeof sendWindowSchema>;

/**
 * The facts that decide a contact's hours, in addition to the campaign's rules: every time zone the number may be in
 * (a window is open only if it is open in all of them) and every region whose public holidays count, such as `US-CA`.
 * A country alone (`FR`) includes all its regions, so a holiday of one region closes the day.
 */
export type Calendar = { zones: readonly string[]; regions: readonly string[] };

/** Returns a stable text for a calendar, for use as a key. */
export function calendarKey({ zones, regions }: Calendar): string {
  return `${[...zones].sort().join(',')}|${[...regions].sort().join(',')}`;
}
