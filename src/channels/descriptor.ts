import type { z } from 'zod';
import type { ChannelFacts } from '../domain/campaign/channel-facts.ts';
import type { Billing } from '../domain/cost/bill.ts';
import type { Silence, ValueOf } from '../domain/campaign/silence.ts';
import type { Step } from '../domain/campaign/step.ts';

/** A problem of a step that its schema cannot express. `at`: whether the key or the value is wrong. */
export type StepIssue = {
  /** Where in the step. */
  path: readonly (string | number)[];
  message: string;
  fix: string | null;
  at: 'key' | 'value';
};

/** All facts about a channel that need no I/O. A channel has one descriptor, registered in `registry.ts`. */
export type ChannelDescriptor<StepSchema extends z.ZodObject = z.ZodObject> = ChannelFacts & {
  /** Strict, with `stepFields` and a literal `channel`. */
  stepSchema: StepSchema;
  /** Why a step has no content, whatever its variables are. */
  explainSilence: (silence: Silence) => StepIssue;
  issuesOf: (step: Step) => readonly StepIssue[];
};

type StepFunctions =
  | 'sendersOf'
  | 'textsOf'
  | 'silenceOf'
  | 'answerWithinMs'
  | 'isAnsweredLate'
  | 'variablesSetBy'
  | 'prepares'
  | 'factsOfStep'
  | 'billing'
  | 'issuesOf';
type Declared<StepSchema extends z.ZodObject, OwnStep> = Omit<
  ChannelDescriptor<StepSchema>,
  StepFunctions
> & {
  sendersOf: (step: OwnStep) => ReturnType<ChannelFacts['sendersOf']>;
  textsOf: (step: OwnStep) => ReturnType<ChannelFacts['textsOf']>;
  silenceOf: (step: OwnStep, valueOf: ValueOf) => Silence | null;
  answerWithinMs: (step: OwnStep) => number;
  isAnsweredLate: (step: OwnStep) => boolean;
  variablesSetBy?: (step: OwnStep) => readonly string[];
  prepares: (step: OwnStep) => boolean;
  factsOfStep?: (step: OwnStep) => ReturnType<NonNullable<ChannelFacts['factsOfStep']>>;
  billing?: Omit<Billing, 'longestSecondsOf'> & { longestSecondsOf: (step: OwnStep) => number };
  issuesOf: (step: OwnStep) => readonly StepIssue[];
};

/**
 * Declares a channel in terms of its own steps. Callers look up a descriptor by the channel of a step, and steps are
 * checked against its schema when a campaign is created, so its functions are called only with steps of that channel.
 */
export function defineChannel<StepSchema extends z.ZodObject>(
  declared: Declared<StepSchema, z.infer<StepSchema>>,
): ChannelDescriptor<StepSchema> {
  return declared as unknown as ChannelDescriptor<StepSchema>;
}
