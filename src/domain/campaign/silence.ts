import type { Step } from './step.ts';
import { replaceVariables } from './template-syntax.ts';
import { textVariables, valueIn } from './text-variables.ts';

/** Letters and digits, without those that are invisible and silent (Hangul fillers, for instance). */
const audible = /[[\p{Lu}\p{Ll}\p{Lt}\p{Lo}\p{N}]--\p{Default_Ignorable_Code_Point}]/v;

/**
 * Whether a text has content: it has a letter or a digit. Blanks, punctuation and invisible characters are no
 * content.
 */
export function isAudible(text: string): boolean {
  return audible.test(text);
}

/** Why a step has no content. `part`: the whole step, or one question of it (`path` is its place in the step). */
export type Silence = {
  part: 'step' | 'question';
  path: readonly (string | number)[] | null;
  /** The variables in the silent texts, each once. */
  variables: readonly string[];
};

/** The value of a variable; empty if there is none. */
export type ValueOf = (name: string) => string;

/** Whether a text has no content once its variables are filled in. */
export function isSilent(text: string, valueOf: ValueOf): boolean {
  return !isAudible(replaceVariables(text, valueOf));
}

/** The part of a step that has no content for a contact (see `textVariables`), or null. */
export function silenceFor({
  channels,
  step,
  contact,
  campaign,
}: {
  channels: { silenceOf: (step: Step, valueOf: ValueOf) => Silence | null };
  step: Step;
  contact: Readonly<Record<string, string>>;
  campaign: Readonly<Record<string, string>>;
}): Silence | null {
  const variables = textVariables({ contact, campaign });
  return channels.silenceOf(step, (name) => valueIn(variables, name));
}

/** `step "call" has nothing to say: {{message}} is empty`. */
export function silenceInWords({ step, silence }: { step: string; silence: Silence }): string {
  const { part, variables } = silence;
  const what = part === 'question' ? 'a question of ' : '';
  const names = variables.map((name) => `{{${name}}}`);
  const why = names.length === 0 ? '' : `: ${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} empty`;
  return `${what}step "${step}" has nothing to say${why}`;
}

/** The code of the refusal of a contact for which a step has no content. */
export const nothingToSay = 'contact.nothing-to-say';
