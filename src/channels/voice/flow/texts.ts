import type { StepText } from '../../../domain/campaign/step.ts';
import type { MachineDetection, VoiceStep } from '../step.ts';
import type { FlowNode } from './entries.ts';
import { allPlaces, pathOf } from './places.ts';
import type { Flow } from './places.ts';
import { spokenOf, textPath } from './spoken.ts';
import type { Spoken } from './spoken.ts';

/** A text that a call speaks, and where it stands in its step. */
export type SpokenText = { path: (string | number)[]; spoken: Spoken };

type Speaking = Extract<FlowNode, { speak: unknown }>['speak'];

/** What an entry speaks itself: its text, or its question. */
export function speechOf(entry: FlowNode): { key: (string | number)[]; speak: Speaking } | null {
  if ('speak' in entry) return { key: ['speak'], speak: entry.speak };
  if ('gather' in entry && entry.gather.speak !== undefined)
    return { key: ['gather', 'speak'], speak: entry.gather.speak };
  return null;
}

/** The recordings that an entry plays: `play`, and the recording of a question. */
export function playsRecording(entry: FlowNode): boolean {
  return 'play' in entry || ('gather' in entry && entry.gather.play !== undefined);
}

function textAt(entry: FlowNode, path: (string | number)[]): SpokenText[] {
  const speech = speechOf(entry);
  if (!speech) return [];
  return [{ path: [...path, ...speech.key, ...textPath(speech.speak)], spoken: spokenOf(speech.speak) }];
}

/** Every text of a flow, and of the message for a machine. */
export function spokenTexts({
  machineDetection,
  ...flow
}: Flow & Pick<VoiceStep, 'machineDetection'>): SpokenText[] {
  return [
    ...allPlaces(flow).flatMap(({ place, entry }) => textAt(entry, pathOf(place))),
    ...messageOf(machineDetection).flatMap((entry, index) =>
      textAt(entry, ['machineDetection', 'message', index]),
    ),
  ];
}

/** What a machine hears; nothing if no message is left. */
export function messageOf(
  detection: VoiceStep['machineDetection'],
): NonNullable<MachineDetection['message']> {
  if (typeof detection === 'string' || detection.machine !== 'voicemail') return [];
  return detection.message ?? [];
}

/** Every text of a call that can contain variables: what is spoken, and the headers of a stream. */
export function textsOfCall(step: VoiceStep): StepText[] {
  const headers = allPlaces(step).flatMap(({ place, entry }) =>
    'stream' in entry
      ? Object.entries(entry.stream.extraHeaders ?? {}).map(([name, text]) => ({
          path: [...pathOf(place), 'stream', 'extraHeaders', name],
          text,
        }))
      : [],
  );
  return [...spokenTexts(step).map(({ path, spoken: { text } }) => ({ path, text })), ...headers];
}

/** The variables of a contact that the flow sets. */
export function variablesSetBy(flow: Flow): string[] {
  const names = allPlaces(flow).flatMap(({ entry }) => {
    if (!('gather' in entry)) return [];
    const { as, on = {} } = entry.gather;
    const set = Object.values(on).flatMap((meaning) =>
      typeof meaning === 'string' ? [] : Object.keys(meaning.set ?? {}),
    );
    return [...(as === undefined ? [] : [as]), ...set];
  });
  return [...new Set(names)];
}
