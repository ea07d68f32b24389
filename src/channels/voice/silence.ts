import { isSilent } from '../../domain/campaign/silence.ts';
import type { Silence, ValueOf } from '../../domain/campaign/silence.ts';
import type { StepText } from '../../domain/campaign/step.ts';
import { variableNames } from '../../domain/campaign/template-syntax.ts';
import type { FlowNode, VoiceStep } from './step.ts';

/**
 * The part of a call that has no content, or null. A call has content if there is a text (see `isAudible`), a
 * recording or a URL of the caller before its first hangup. A question must be heard: its own text, or the recording directly before it.
 * Other silent texts are left out of the call.
 */
export function silenceOfCall(step: VoiceStep, valueOf: ValueOf): Silence | null {
  const flow = beforeHangup(step.flow);
  const mute = flow.findIndex(
    (node, index) =>
      'gather' in node &&
      isSilent(node.gather.speak, valueOf) &&
      !('play' in (flow[index - 1] ?? { wait: '' })),
  );
  const question = flow[mute];
  if (question) return { part: 'question', node: mute, variables: variableNames(textsIn(question)) };
  const says = flow.some(
    (node) => 'play' in node || 'answerUrl' in node || textsIn(node).some((text) => !isSilent(text, valueOf)),
  );
  return says ? null : { part: 'step', node: null, variables: variableNames(flow.flatMap(textsIn)) };
}

/** Every text of a call that can contain variables. */
export function textsOfCall({ flow }: VoiceStep): StepText[] {
  return flow.flatMap((node, index): StepText[] => {
    if ('speak' in node) return [{ path: ['flow', index, 'speak'], text: node.speak }];
    if ('gather' in node) return [{ path: ['flow', index, 'gather', 'speak'], text: node.gather.speak }];
    return [];
  });
}

function beforeHangup(flow: readonly FlowNode[]): readonly FlowNode[] {
  const end = flow.findIndex((node) => 'hangup' in node);
  return end < 0 ? flow : flow.slice(0, end);
}

function textsIn(node: FlowNode): string[] {
  if ('speak' in node) return [node.speak];
  return 'gather' in node ? [node.gather.speak] : [];
}
