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

/** The words for the touches of a channel in texts. */
export type ChannelWords = {
  /** One touch and several: `call`, `calls`. */
  one: string;
  many: string;
  /** The words for an open touch: `on the phone`. */
  during: string;
  /** The sentences while touches start and while none starts: `Contacts are being called`, `Nothing is dialled`. */
  active: string;
  idle: string;
};
