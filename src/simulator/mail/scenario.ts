import { z } from 'zod';
import { mailOutcomes, outcomes, selectedWords } from './behaviour/outcomes.ts';
import { replyKinds } from './texts/replies.ts';

const weight = z.number().min(0);
const share = z.number().min(0).max(1);
const range = z
  .tuple([z.number().min(0), z.number().min(0)])
  .refine(([low, high]) => low <= high, { error: 'the first number of a range must not exceed the second' });

const defaultWeights = Object.fromEntries(Object.entries(outcomes).map(([name, one]) => [name, one.weight]));

const words = z.string().refine((text) => selectedWords(text) !== null, {
  error: `the first word must be one of ${mailOutcomes.join(', ')}`,
});

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** Milliseconds of the business clock after the message was accepted; a click is so long after its open. */
const timingsSchema = z.strictObject({
  bounceAfterMs: range.default([2 * secondMs, 2 * minuteMs]),
  automaticAfterMs: range.default([secondMs, minuteMs]),
  openAfterMs: range.default([minuteMs, 8 * hourMs]),
  clickAfterMs: range.default([5 * secondMs, 5 * minuteMs]),
  scanAfterMs: range.default([secondMs, 20 * secondMs]),
  replyAfterMs: range.default([10 * minuteMs, 20 * hourMs]),
  unsubscribeAfterMs: range.default([minuteMs, 12 * hourMs]),
  complaintAfterMs: range.default([10 * minuteMs, 24 * hourMs]),
  /** The notice that a message is delayed, and the bounce of one that could not be delivered at all. */
  delayAfterMs: z
    .number()
    .min(0)
    .default(4 * hourMs),
  expiresAfterMs: z
    .number()
    .min(0)
    .default(5 * 24 * hourMs),
});

/** The outcomes of messages, what recipients say, and the durations. */
export const mailScenarioSchema = z.strictObject({
  /** How often each outcome is drawn for an address that selects none. */
  weights: z.partialRecord(z.enum(mailOutcomes), weight).default(defaultWeights),
  /** How often each kind of reply is drawn. */
  replies: z
    .partialRecord(z.enum(replyKinds), weight)
    .default({ interested: 35, no: 30, stop: 7, left: 5, wrong: 8, unclear: 15 }),
  /** The shares of drawn replies that arrive in the Junk folder, come from another address, or lack a thread or a quote. */
  shares: z
    .strictObject({
      junk: share.default(0.05),
      alias: share.default(0.05),
      unthreaded: share.default(0.05),
      unquoted: share.default(0.2),
    })
    .prefault({}),
  /**
   * What the messages to an address select, in order, in the words of an address: `["silent", "reply+no"]`. Messages after
   * the last one repeat it.
   */
  addresses: z.record(z.string().toLowerCase(), z.array(words).min(1)).default({}),
  /** How long a greylisted address refuses messages after the first try. */
  greylistMs: z
    .number()
    .min(0)
    .default(5 * minuteMs),
  /** The days from an absence to the first day back. */
  awayDays: range.default([2, 20]),
  timings: timingsSchema.prefault({}),
});

export type MailScenario = z.output<typeof mailScenarioSchema>;
export type MailScenarioInput = z.input<typeof mailScenarioSchema>;

const partialScenario = z.looseObject({});

/** Returns the scenario with the keys of `change` replaced, and its timings one by one. Throws a ZodError. */
export function changedMailScenario({
  scenario,
  change,
}: {
  scenario: MailScenario;
  change: MailScenarioInput;
}): MailScenario {
  // The control API passes on what it gets.
  const { timings, ...others } = partialScenario.parse(change) as MailScenarioInput;
  return mailScenarioSchema.parse({ ...scenario, ...others, timings: { ...scenario.timings, ...timings } });
}
