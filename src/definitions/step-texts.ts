import type { FlowNode, Step } from '../domain/campaign/campaign-definition.ts';
import type { IssuePath } from './explain/issue-path.ts';

/** A text of a step, and where it stands. */
export type StepText = { path: IssuePath; text: string };

/** Every text of a step in which variables can stand; `path` is where the step stands. */
export function textsOf(step: Step, path: IssuePath): StepText[] {
  if (step.channel === 'log') return [{ path: [...path, 'text'], text: step.text }];
  return step.flow.flatMap((node, index) => spoken(node, [...path, 'flow', index]));
}

function spoken(node: FlowNode, path: IssuePath): StepText[] {
  if ('speak' in node) return [{ path: [...path, 'speak'], text: node.speak }];
  if ('gather' in node) return [{ path: [...path, 'gather', 'speak'], text: node.gather.speak }];
  return [];
}
