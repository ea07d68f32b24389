import { z } from 'zod';
import { mailOutcomes, outcomes } from './behaviour/outcomes.ts';

const defaultWeights = Object.fromEntries(
  Object.entries(outcomes).map(([name, { weight }]) => [name, weight]),
);

/** The outcomes of messages and the durations. Durations are milliseconds of the business clock. */
export const mailScenarioSchema = z.strictObject({
  /** How often each outcome is drawn for an address that selects none. */
  weights: z.partialRecord(z.enum(mailOutcomes), z.number().min(0)).default(defaultWeights),
  /** The outcomes of the messages to an address, in order. Messages after the last outcome repeat it. */
  addresses: z.record(z.string().toLowerCase(), z.array(z.enum(mailOutcomes)).min(1)).default({}),
  /** How long a greylisted address refuses messages after the first try. */
  greylistMs: z.number().min(0).default(300_000),
});

export type MailScenario = z.output<typeof mailScenarioSchema>;
export type MailScenarioInput = z.input<typeof mailScenarioSchema>;
