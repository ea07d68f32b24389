import { z } from 'zod';
import { weekdays } from '../../domain/time/window-rules.ts';

/** A calling rule as the API shows it. */
export const callingRuleSchema = z.object({
  region: z.string().describe('a country or state: FR, US-FL'),
  place: z.string(),
  hours: z
    .partialRecord(z.enum(weekdays), z.array(z.string()))
    .describe('the local hours of each day, such as 08:00-20:00; a day that is absent is closed'),
  holidays: z.boolean().describe('whether public holidays of the place are closed'),
  caps: z.object({
    per24Hours: z.number().nullable(),
    perWeek: z.number().nullable(),
    per30Days: z
      .number()
      .nullable()
      .describe('attempts per person in that rolling period; null without a cap'),
  }),
  source: z.object({ text: z.string(), url: z.string().nullable() }),
  reading: z
    .enum(['text', 'strict'])
    .describe('strict: the strictest reading of a source that allows several'),
  recorded: z.string().describe('the day on which it was written down'),
});
