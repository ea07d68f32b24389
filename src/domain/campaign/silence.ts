import type { FlowNode, Step } from './campaign-definition.ts';
import { replaceVariables, variableNames } from './template-syntax.ts';
import { textVariables, valueIn } from './text-variables.ts';

/** Letters and digits, without the fillers among them that nobody sees or hears (Hangul fillers, for instance). */
const audible = /[[\p{Lu}\p{Ll}\p{Lt}\p{Lo}\p{N}]--\p{Default_Ignorable_Code_Point}]/v;

/** Whether a text says anything: it has a letter or a digit. Blanks, punctuation and invisible marks say nothing. */
export function isAudible(text: string): boolean {
  return audible.test(text);
}

/** Why a step has nothing to say. `part`: the whole step, or one question of its flow (`node` is its index). */
export type Silence = {
  part: 'step' | 'question';
  node: number | null;
  /** The variables in the silent texts, each once. */
  variables: readonly string[];
};

type ValueOf = (name: string) => string;

/**
 * What of a step has nothing to say, or null. A call says something with a text (see `isAudible`) or a recording before
 * its first hangup. A question must be heard: its own text, or the recording directly before it. Other silent texts
 * are left out of the call.
 */
export function silenceOf(step: Step, valueOf: ValueOf): Silence | null {
  const isSilent = (text: string): boolean => !isAudible(replaceVariables(text, valueOf));
  if (step.channel === 'log') {
    return isSilent(step.text) ? { part: 'step', node: null, variables: variableNames([step.text]) } : null;
  }
  const flow = beforeHangup(step.flow);
  const mute = flow.findIndex(
    (node, index) =>
      'gather' in node && isSilent(node.gather.speak) && !('play' in (flow[index - 1] ?? { wait: '' })),
  );
  const question = flow[mute];
  if (question) return { part: 'question', node: mute, variables: variableNames(textsIn(question)) };
  const says = flow.some((node) => 'play' in node || textsIn(node).some((text) => !isSilent(text)));
  return says ? null : { part: 'step', node: null, variables: variableNames(flow.flatMap(textsIn)) };
}

/** Whether what a step says depends on the variables of the contact: nothing fixed in it is heard. */
export function mayBeSilent(step: Step): boolean {
  return silenceOf(step, () => '') !== null;
}

/** What a step has nothing to say to a contact (see `textVariables`). */
export function silenceFor({
  step,
  contact,
  campaign,
}: {
  step: Step;
  contact: Readonly<Record<string, string>>;
  campaign: Readonly<Record<string, string>>;
}): Silence | null {
  const variables = textVariables({ contact, campaign });
  return silenceOf(step, (name) => valueIn(variables, name));
}

/** `step "call" has nothing to say: {{message}} is empty`. */
export function silenceInWords({ step, silence }: { step: string; silence: Silence }): string {
  const { part, variables } = silence;
  const what = part === 'question' ? 'a question of ' : '';
  const names = variables.map((name) => `{{${name}}}`);
  const why = names.length === 0 ? '' : `: ${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} empty`;
  return `${what}step "${step}" has nothing to say${why}`;
}

/** The code under which a contact is refused because a step has nothing to say to them. */
export const nothingToSay = 'contact.nothing-to-say';

function beforeHangup(flow: readonly FlowNode[]): readonly FlowNode[] {
  const end = flow.findIndex((node) => 'hangup' in node);
  return end < 0 ? flow : flow.slice(0, end);
}

function textsIn(node: FlowNode): string[] {
  if ('speak' in node) return [node.speak];
  return 'gather' in node ? [node.gather.speak] : [];
}
