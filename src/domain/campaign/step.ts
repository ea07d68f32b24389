import { z } from 'zod';
import { stepDelaySchema } from '../time/step-delay.ts';
import { slugSchema } from './slug.ts';

/** The fields that a step of every channel has. */
export const stepFields = {
  id: slugSchema,
  after: stepDelaySchema
    .optional()
    .describe('the delay from the end of the step before; then the next open window. Defaults: day 0, 3, 7'),
};

/** A step in code that knows no channel. Each channel has its own schema, with more fields. */
export const stepSchema = z.object({ ...stepFields, channel: slugSchema });
export type Step = z.infer<typeof stepSchema>;

/** A text of a step that can contain variables, and its path in the step. */
export type StepText = { path: readonly (string | number)[]; text: string };
