import { isSilent } from '../../domain/campaign/silence.ts';
import type { Silence, ValueOf } from '../../domain/campaign/silence.ts';
import { variableNames } from '../../domain/campaign/template-syntax.ts';
import type { FlowNode } from './flow/entries.ts';
import { entryAt, pathOf } from './flow/places.ts';
import { reachable } from './flow/routes.ts';
import { spokenOf } from './flow/spoken.ts';
import { playsRecording, speechOf, variablesSetBy } from './flow/texts.ts';
import type { VoiceStep } from './step.ts';

/**
 * The part of a call that has no content, or null. A call has content if there is a text (see `isAudible`), a recording, a
 * transfer, a stream or a URL of the caller that it can reach. A question must be heard: its own text or recording, or the recording directly
 * before it. Other silent texts are left out of the call. A variable that the contact sets in the call counts as filled.
 */
export function silenceOfCall(step: VoiceStep, valueOf: ValueOf): Silence | null {
  const entries = reachable(step);
  const set = new Set(variablesSetBy(step));
  const value: ValueOf = (name) => (set.has(name) ? 'x' : valueOf(name));
  const isMute = (entry: FlowNode): boolean => textsIn(entry).every((text) => isSilent(text, value));
  const mute = entries.find(({ entry, place }) => {
    const before = entryAt(step, { ...place, index: place.index - 1 });
    return 'gather' in entry && isMute(entry) && !playsRecording(entry) && !(before && 'play' in before);
  });
  if (mute)
    return { part: 'question', path: pathOf(mute.place), variables: variableNames(textsIn(mute.entry)) };
  const says = entries.some(
    ({ entry }) =>
      playsRecording(entry) || 'dial' in entry || 'stream' in entry || 'answerUrl' in entry || !isMute(entry),
  );
  if (says) return null;
  return {
    part: 'step',
    path: null,
    variables: variableNames(entries.flatMap(({ entry }) => textsIn(entry))),
  };
}

/** The text of an entry, without its tags: they are not spoken. */
function textsIn(entry: FlowNode): string[] {
  const speech = speechOf(entry);
  if (!speech) return [];
  const { text, isSsml } = spokenOf(speech.speak);
  return [isSsml ? text.replaceAll(/<[^>]*>/g, ' ') : text];
}
