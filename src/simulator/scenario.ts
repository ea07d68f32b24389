import { z } from 'zod';
import { defaultWeights, type OutcomeName, outcomeNames } from './calls/outcomes.ts';

const weight = z.number().min(0);
const range = z
  .tuple([z.number().min(0), z.number().min(0)])
  .refine(([low, high]) => low <= high, { error: 'the first number of a range must not exceed the second' });

const outcomeName = z.enum(outcomeNames);

/** What one call to a number does, in place of a drawn outcome. */
export type ScriptedCall = { outcome: OutcomeName; keys?: string[] | undefined };

const scripted = z.union([
  outcomeName.transform((outcome): ScriptedCall => ({ outcome })),
  z.strictObject({
    outcome: outcomeName,
    /** What the person presses at the first, second ... GetDigits; an empty text presses nothing. */
    keys: z.array(z.string().regex(/^[0-9*#]*$/)).optional(),
  }),
]);

/** Milliseconds on the clock of the calls, drawn evenly from the range for each call. */
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
  playMs: z.number().min(0).default(5000),
});

/** Who picks up, what they press and how long everything takes. Numbers are digits without `+`. */
export const scenarioSchema = z.strictObject({
  weights: z.partialRecord(z.enum([...outcomeNames, 'failed']), weight).default(defaultWeights),
  keys: z.record(z.string().regex(/^[0-9*#]*$/), weight).default({ '1': 85, '': 12, '9': 3 }),
  /** Share of people that hang up within 2 to 15 s, whatever is being said. */
  impatient: z.number().min(0).max(1).default(0.05),
  /** Outcomes per number: the first call takes the first, and so on; the last one stays. */
  numbers: z.record(z.string().regex(/^\d+$/), z.array(scripted).min(1)).default({}),
  /** Instead of the built-in table of the last two digits. */
  suffixes: z.record(z.string().regex(/^\d\d$/), outcomeName).default({}),
  timings: timingsSchema.prefault({}),
});

export type Scenario = z.output<typeof scenarioSchema>;
export type ScenarioInput = z.input<typeof scenarioSchema>;

/** The scenario with what `change` gives put over it; its timings one by one. Fails if the result is no scenario. */
export function changedScenario({ scenario, change }: { scenario: Scenario; change: unknown }) {
  if (change === null || typeof change !== 'object' || Array.isArray(change))
    return scenarioSchema.safeParse(null);
  const { timings, ...others } = change as { timings?: object };
  return scenarioSchema.safeParse({ ...scenario, ...others, timings: { ...scenario.timings, ...timings } });
}
