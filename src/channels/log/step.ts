import { z } from 'zod';
import { stepFields } from '../../domain/campaign/step.ts';

/** A step that contacts no one: it writes a line to the log. For trying out sequences and for measurements. */
export const logStepSchema = z.strictObject({
  ...stepFields,
  channel: z.literal('log'),
  text: z.string().max(4000),
});
export type LogStep = z.infer<typeof logStepSchema>;
