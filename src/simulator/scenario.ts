import { z } from 'zod';
import { defaultWeights, type OutcomeName, outcomeNames } from './calls/outcomes.ts';

const weight = z.number().min(0);
const range = z
  .tuple([z.number().min(0), z.number().min(0)])
  .refine(([low, high]) => low <= high, { error: 'the first number of a range must not exceed the second' });

const outcomeName = z.enum(outcomeNames);

/** The outcome of one call to a number, instead of a drawn one. */
export type ScriptedCall = {
  outcome: OutcomeName;
  keys?: string[] | undefined;
  leavesAtQuestion?: number | undefined;
  beepAfterMs?: number | undefined;
};

const scripted = z.union([
  outcomeName.transform((outcome): ScriptedCall => ({ outcome })),
  z.strictObject({
    outcome: outcomeName,
    /** The keys pressed at the first, second ... GetDigits; an empty text means that no key is pressed. */
    keys: z.array(z.string().regex(/^[0-9*#]*$/)).optional(),
    /** The question, counted from 1, during which the contact hangs up. */
    leavesAtQuestion: z.int().positive().optional(),
    /** For a machine: the milliseconds from the answer to its beep. */
    beepAfterMs: z.number().min(0).optional(),
  }),
]);

/** Ranges in milliseconds of the business clock. Each call draws a value from the range. */
const timingsSchema = z.strictObject({
  replyMs: range.default([30, 200]),
  ringAfterMs: range.default([1000, 4000]),
  answerAfterMs: range.default([3000, 25_000]),
  busyAfterMs: range.default([500, 3000]),
  noAnswerAfterMs: range.default([25_000, 45_000]),
  refusedAfterMs: range.default([200, 2000]),
  verdictAfterMs: range.default([2000, 5000]),
  talkMs: range.default([15_000, 45_000]),
  keyAfterMs: range.default([500, 3000]),
  hangupDelayMs: range.default([50, 1000]),
  recordDelayMs: range.default([0, 5000]),
  beepAfterMs: range.default([6000, 14_000]),
  playMs: z.number().min(0).default(5000),
});

/** The outcomes of calls, the keys pressed and the durations. Phone numbers are digits without `+`. */
export const scenarioSchema = z.strictObject({
  weights: z.partialRecord(z.enum([...outcomeNames, 'failed']), weight).default(defaultWeights),
  keys: z.record(z.string().regex(/^[0-9*#]*$/), weight).default({ '1': 85, '': 12, '9': 3 }),
  /** The share of contacts that hang up within 2 to 15 seconds. */
  impatient: z.number().min(0).max(1).default(0.05),
  /** The outcomes of the calls to a number, in order. Calls after the last outcome repeat it. */
  numbers: z.record(z.string().regex(/^\d+$/), z.array(scripted).min(1)).default({}),
  /** Outcomes by the last two digits. They override the built-in table. */
  suffixes: z.record(z.string().regex(/^\d\d$/), outcomeName).default({}),
  timings: timingsSchema.prefault({}),
});

export type Scenario = z.output<typeof scenarioSchema>;
export type ScenarioInput = z.input<typeof scenarioSchema>;

/**
 * Returns the scenario with the keys of `change` replaced, and its timings replaced one by one. Fails if the result
 * is not a valid scenario.
 */
export function changedScenario({ scenario, change }: { scenario: Scenario; change: unknown }) {
  if (change === null || typeof change !== 'object' || Array.isArray(change))
    return scenarioSchema.safeParse(null);
  const { timings, ...others } = change as { timings?: object };
  return scenarioSchema.safeParse({ ...scenario, ...others, timings: { ...scenario.timings, ...timings } });
}
