import type { Details } from './attempt.ts';

/**
 * The facts of an attempt that the engine reads although a channel reports them: what the contact has answered, when the
 * contact wants to be called back, and what was recorded. They are kept in `details`, under the names that this file writes
 * and reads. `turn` is the number of the question in its touch, from 1: of two answers that contradict each other the one
 * to the later question counts, whichever report arrives first.
 */
type Turn = { turn: number };

/** What the contact answered to one question. `callBackAt`: business time in milliseconds. */
export type Answer = Turn & {
  /** The keys that were pressed. */
  keys: string;
  variables: Readonly<Record<string, string>>;
  callBackAt: number | null;
};

/** A recording that the provider holds. `seconds` is null if the provider does not say how long it is. */
export type Recording = { id: string; url: string | null; seconds: number | null };

const keysFact = /^keys\.\d+$/;
const answerFact = /^answer\.(\d+)\.(.+)$/;
const callBackFact = /^call-back\.(\d+)$/;
const recordingFact = /^recording\.(.+)\.(url|seconds|removed)$/;

export function answerFacts({ turn, keys, variables, callBackAt }: Answer): Details {
  return {
    [`keys.${turn}`]: keys,
    ...Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [`answer.${turn}.${name}`, value]),
    ),
    ...(callBackAt !== null && { [`call-back.${turn}`]: callBackAt }),
  };
}

export function recordingFacts({ id, url, seconds }: Recording): Details {
  return {
    ...(url !== null && { [`recording.${id}.url`]: url }),
    ...(seconds !== null && { [`recording.${id}.seconds`]: seconds }),
  };
}

/**
 * Adds facts to the known ones. Of two numbers with one name the smaller stays: it is the time of the first report. Of two
 * other values the greater stays. So the order of reports does not matter, and a repeated report changes nothing.
 */
export function withFacts(details: Details | null, facts: Details | undefined): Details | null {
  if (facts === undefined) return details;
  const merged: Record<string, Details[string]> = { ...details };
  for (const [name, value] of Object.entries(facts)) merged[name] = settled(merged[name], value);
  return merged;
}

function settled(known: Details[string] | undefined, reported: Details[string]): Details[string] {
  if (known === undefined || known === null) return reported;
  if (reported === null) return known;
  if (typeof known === 'number' && typeof reported === 'number') return Math.min(known, reported);
  return ordered(reported) > ordered(known) ? reported : known;
}

/** Values of different types have an order too. */
const ordered = (value: Details[string]): string => `${typeof value} ${String(value)}`;

/** Whether the contact has pressed a key. A machine presses none. */
export function hasPressedKeys(details: Details | null): boolean {
  return Object.keys(details ?? {}).some((name) => keysFact.test(name));
}

/** The variables that the contact has set, each with its last value. */
export function answersOf(details: Details | null): Readonly<Record<string, string>> {
  const latest = new Map<string, Turn & { value: string }>();
  for (const [fact, value] of Object.entries(details ?? {})) {
    const [, turn = '', name = ''] = answerFact.exec(fact) ?? [];
    if (name === '' || typeof value !== 'string') continue;
    if (Number(turn) >= (latest.get(name)?.turn ?? 0)) latest.set(name, { turn: Number(turn), value });
  }
  return Object.fromEntries([...latest].map(([name, { value }]) => [name, value]));
}

/** When the contact wants to be called back, by the last request; null without one. It may lie outside of all windows. */
export function callBackAtOf(details: Details | null): number | null {
  let latest: (Turn & { at: number }) | null = null;
  for (const [fact, at] of Object.entries(details ?? {})) {
    const turn = Number(callBackFact.exec(fact)?.[1] ?? 0);
    if (turn > (latest?.turn ?? 0) && typeof at === 'number') latest = { turn, at };
  }
  return latest?.at ?? null;
}

/** The facts without the address of a recording that was deleted. A late report of it changes nothing. */
export function withoutRecording(details: Details | null, id: string): Details {
  const { [`recording.${id}.url`]: _url, ...others } = details ?? {};
  return { ...others, [`recording.${id}.removed`]: true };
}

/** The recordings of a touch that were not deleted, by id. */
export function recordingsOf(details: Details | null): readonly Recording[] {
  const found = new Map<string, Recording>();
  const removed = new Set<string>();
  for (const [fact, value] of Object.entries(details ?? {})) {
    const [, id = '', what] = recordingFact.exec(fact) ?? [];
    if (id === '') continue;
    if (what === 'removed') removed.add(id);
    const known = found.get(id) ?? { id, url: null, seconds: null };
    if (what === 'url' && typeof value === 'string') found.set(id, { ...known, url: value });
    if (what === 'seconds' && typeof value === 'number') found.set(id, { ...known, seconds: value });
  }
  return [...found.values()]
    .filter(({ id }) => !removed.has(id))
    .toSorted((left, right) => (left.id < right.id ? -1 : 1));
}
