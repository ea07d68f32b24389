import { readSsml } from './ssml.ts';
import { charactersOf } from './ssml.ts';
import type { StepIssue } from '../../descriptor.ts';
import type { VoiceStep } from '../step.ts';
import type { FlowNode } from './entries.ts';
import { gatherIssues } from './check-gather.ts';
import { secondBots, streamIssues } from './check-stream.ts';
import { allPlaces, entriesOf, pathOf, placeText, startName } from './places.ts';
import type { Flow, Place } from './places.ts';
import { endlessPlaces, reachable } from './routes.ts';
import { isPolly, longestFor, voicesByLanguage } from './spoken.ts';
import type { Spoken } from './spoken.ts';
import { messageOf, spokenTexts } from './texts.ts';

/** Every problem of a call that its schema cannot express. Each names the place, and how to correct it. */
export function issuesOfCall(step: VoiceStep): StepIssue[] {
  const unknown = unknownBranches(step);
  return [
    ...allPlaces(step).flatMap(({ place, entry }) => entryIssues(entry, pathOf(place))),
    ...spokenTexts(step).flatMap(({ path, spoken }) => speechIssues(spoken, path)),
    ...unknown,
    // With a wrong name the branches that are reached are not known.
    ...(unknown.length > 0 ? [] : routeIssues(step)),
    ...detectionIssues(step),
    ...secondBots(step),
  ];
}

function entryIssues(entry: FlowNode, path: (string | number)[]): StepIssue[] {
  if ('gather' in entry) return gatherIssues(entry.gather, [...path, 'gather']);
  if ('dial' in entry && (entry.dial.number === undefined) === (entry.dial.sip === undefined)) {
    const message = 'must have either number or sip';
    return [{ path: [...path, 'dial'], message, fix: 'write one of them', at: 'value' }];
  }
  if (
    'wait' in entry &&
    typeof entry.wait === 'object' &&
    entry.wait.until === 'beep' &&
    entry.wait.silence
  ) {
    const message = 'has no effect with until: beep';
    return [{ path: [...path, 'wait', 'silence'], message, fix: 'remove it', at: 'key' }];
  }
  return 'stream' in entry ? streamIssues(entry.stream, [...path, 'stream']) : [];
}

function speechIssues({ text, isSsml, voice, language }: Spoken, path: (string | number)[]): StepIssue[] {
  const issues: StepIssue[] = [];
  const add = (message: string, fix: string): void => void issues.push({ path, message, fix, at: 'value' });
  const read = isSsml ? readSsml(text) : { parts: [text] };
  if ('problem' in read) add(read.problem, 'correct the tags, or write it as text: without tags');
  if (isSsml && !isPolly(voice))
    add('has tags that only a Polly voice speaks', 'add voice: Polly.Joanna, for example');
  const characters = 'parts' in read ? charactersOf(read.parts).length : 0;
  if (characters > longestFor(voice)) {
    add(
      `is ${characters} characters long: this voice speaks ${longestFor(voice)} at once`,
      'split it into two entries',
    );
  }
  if (language === undefined) return issues;
  const voices: readonly string[] = voicesByLanguage[language as keyof typeof voicesByLanguage];
  const chosen = voice ?? 'WOMAN';
  const place = { path: [...path.slice(0, -1), 'language'], at: 'value' } as const;
  if (isPolly(voice)) {
    const message = 'has no effect: a Polly voice has its own language';
    issues.push({ ...place, message, fix: 'remove it', at: 'key' });
  } else if (!voices.includes(chosen)) {
    const message = `is a language in which Plivo has no voice ${chosen}`;
    issues.push({ ...place, message, fix: `write voice: ${voices.join(' or ')}` });
  }
  return issues;
}

/** The places of names of branches in an entry, with the names. */
function namedBranches(entry: FlowNode): { key: (string | number)[]; branch: string }[] {
  if ('goto' in entry) return [{ key: ['goto'], branch: entry.goto }];
  if ('dial' in entry) {
    return Object.entries(entry.dial.on ?? {}).map(([status, branch]) => ({
      key: ['dial', 'on', status],
      branch,
    }));
  }
  if ('stream' in entry) {
    const { unavailable } = entry.stream;
    return unavailable === undefined ? [] : [{ key: ['stream', 'unavailable'], branch: unavailable }];
  }
  if (!('gather' in entry)) return [];
  const { noInput, wrong, on = {} } = entry.gather;
  const meanings = Object.entries(on).flatMap(([keys, meaning]) =>
    typeof meaning === 'object' && meaning.goto !== undefined
      ? [{ key: ['gather', 'on', keys, 'goto'], branch: meaning.goto }]
      : [],
  );
  const others = { noInput, wrong };
  return [
    ...meanings,
    ...Object.entries(others).flatMap(([key, branch]) =>
      branch === undefined ? [] : [{ key: ['gather', key], branch }],
    ),
  ];
}

function unknownBranches(flow: Flow): StepIssue[] {
  const names = [startName, ...Object.keys(flow.branches ?? {})];
  return allPlaces(flow).flatMap(({ place, entry }) =>
    namedBranches(entry)
      .filter(({ branch }) => entriesOf(flow, branch) === undefined)
      .map(({ key, branch }): StepIssue => ({
        path: [...pathOf(place), ...key],
        message: `names the branch ${branch}, which does not exist`,
        fix: `write one of ${names.join(', ')}, or add ${branch} under branches`,
        at: 'value',
      })),
  );
}

/** Branches and entries that no call can reach, and circles that no call can leave. */
function routeIssues(flow: Flow): StepIssue[] {
  const reached = new Set(reachable(flow).map(({ place }) => placeText(place)));
  const branches = Object.keys(flow.branches ?? {});
  const isReached = (place: Place): boolean => reached.has(placeText(place));
  const reserved = branches.filter((name) => name === startName);
  const lonely = branches.filter((branch) => branch !== startName && !isReached({ branch, index: 0 }));
  const firstUnreached = [startName, ...branches].flatMap((branch) => {
    const index = (entriesOf(flow, branch) ?? []).findIndex((_, at) => !isReached({ branch, index: at }));
    return index > 0 ? [{ branch, index }] : [];
  });
  return [
    ...reserved.map((name): StepIssue => ({
      path: ['branches', name],
      message: 'is the name of the flow itself',
      fix: 'choose another name',
      at: 'key',
    })),
    ...lonely.map((name): StepIssue => ({
      path: ['branches', name],
      message: 'is never reached: no entry that can run leads to it',
      fix: `remove it, or lead to it with goto: ${name}`,
      at: 'key',
    })),
    ...firstUnreached.map((place): StepIssue => ({
      path: pathOf(place),
      message: 'can never run: every entry before it ends the call or leads to a branch',
      fix: 'remove it, or move it into a branch',
      at: 'value',
    })),
    ...endlessPlaces(flow).map((place): StepIssue => ({
      path: [...pathOf(place), 'goto'],
      message: 'leads round in a circle without a question or a wait, so the call would never end',
      fix: 'put a gather or a wait entry into the circle, or a hangup at its end',
      at: 'value',
    })),
  ];
}

function detectionIssues({ machineDetection: detection }: VoiceStep): StepIssue[] {
  if (typeof detection === 'string') return [];
  const path = ['machineDetection'];
  if (detection.machine !== 'voicemail') {
    if (detection.message === undefined) return [];
    const message = `has no effect with machine: ${detection.machine}`;
    return [
      { path: [...path, 'message'], message, fix: 'write machine: voicemail, or remove it', at: 'key' },
    ];
  }
  if (messageOf(detection).some((entry) => 'speak' in entry || 'play' in entry)) return [];
  const message = 'leaves a voicemail without content';
  return [{ path, message, fix: 'add message with a speak or play entry', at: 'value' }];
}
