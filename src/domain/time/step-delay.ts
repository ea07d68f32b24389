import { z } from 'zod';
import { durationSchema } from './duration.ts';

/** What a day of a delay is: 24 hours, or a day on which the contact's window opens. */
export const dayUnits = ['calendar', 'business'] as const;
export const dayUnitSchema = z.enum(dayUnits);
export type DayUnit = z.infer<typeof dayUnitSchema>;

/** A number of days, at least one. */
export const dayCountSchema = z.strictObject({
  days: z
    .int('must be whole days')
    .min(1, 'must be at least 1')
    .max(366, 'must be at most 366')
    .describe('how many days'),
  unit: dayUnitSchema
    .default('business')
    .describe('business: days on which the window of the contact opens; calendar: 24 hours each'),
});

/** The delay of a step: a span of time, or a number of days. */
export const stepDelaySchema = z.union([durationSchema, dayCountSchema]);
export type StepDelay = z.infer<typeof stepDelaySchema>;
