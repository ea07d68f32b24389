import { dialStatuses } from './entries.ts';
import type { DialStatus, FlowNode, Gather, Meaning } from './entries.ts';
import { after, allPlaces, beginOf, entryAt, placeText, startOfFlow } from './places.ts';
import type { Flow, Place } from './places.ts';

/** What digits mean, with every part: the word alone is its outcome. `opt-out` is an opt-out in both forms. */
export type PlainMeaning = {
  outcome: string | null;
  set: Readonly<Record<string, string>>;
  callBack: string | null;
  goto: string | null;
};

export function plainMeaning(meaning: Meaning): PlainMeaning {
  if (typeof meaning === 'string') return { outcome: meaning, set: {}, callBack: null, goto: null };
  const { outcome = null, set = {}, optOut, callBack = null, goto = null } = meaning;
  return { outcome: optOut ? 'opt-out' : outcome, set, callBack, goto };
}

/** The place after digits with this meaning; null: the call ends, because an opt-out has no branch of its own. */
export function placeAfterMeaning({ goto, outcome }: PlainMeaning, place: Place): Place | null {
  if (goto !== null) return beginOf(goto);
  return outcome === 'opt-out' ? null : after(place);
}

/** The place after no digits, after digits without a meaning, and after a dialled call. Without a branch the next entry. */
export const placeAfterSilence = ({ noInput }: Gather, place: Place): Place => branchOr(noInput, place);
export const placeAfterWrong = ({ wrong }: Gather, place: Place): Place => branchOr(wrong, place);
export function placeAfterDial(
  { on }: Extract<FlowNode, { dial: unknown }>['dial'],
  { status, place }: { status: DialStatus; place: Place },
): Place {
  return branchOr(on?.[status], place);
}

function branchOr(branch: string | undefined, place: Place): Place {
  return branch === undefined ? after(place) : beginOf(branch);
}

/** Every place to which the entry at a place may lead. */
export function routesFrom(entry: FlowNode, place: Place): readonly Place[] {
  // The document of a caller's URL does not come back to the flow.
  if ('hangup' in entry || 'answerUrl' in entry) return [];
  if ('goto' in entry) return [beginOf(entry.goto)];
  if ('dial' in entry) return dialStatuses.map((status) => placeAfterDial(entry.dial, { status, place }));
  if ('stream' in entry && entry.stream.unavailable !== undefined)
    return [after(place), beginOf(entry.stream.unavailable)];
  if (!('gather' in entry)) return [after(place)];
  const { gather } = entry;
  const meanings = Object.values(gather.on ?? {}).map((meaning) =>
    placeAfterMeaning(plainMeaning(meaning), place),
  );
  const takesAny = gather.as !== undefined || gather.callBackAt !== undefined;
  const refusesSome = gather.as === undefined || gather.callBackAt !== undefined;
  return [
    ...meanings.filter((next) => next !== null),
    ...(takesAny ? [after(place)] : []),
    ...(refusesSome ? [placeAfterWrong(gather, place)] : []),
    placeAfterSilence(gather, place),
  ];
}

/** The entries that can be reached from the beginning of a flow, in the order of a walk. */
export function reachable(flow: Flow): { place: Place; entry: FlowNode }[] {
  const seen = new Set<string>();
  const found: { place: Place; entry: FlowNode }[] = [];
  const waiting: Place[] = [startOfFlow];
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    const entry = entryAt(flow, place);
    if (!entry || seen.has(placeText(place))) continue;
    seen.add(placeText(place));
    found.push({ place, entry });
    waiting.push(...routesFrom(entry, place).toReversed());
  }
  return found;
}

/** Whether the call stands still at an entry until the contact, another party or time has done something. */
const isPause = (entry: FlowNode): boolean =>
  ['gather', 'wait', 'dial', 'record', 'stream'].some((kind) => kind in entry);

/** The places whose entry leads back to itself although nothing is waited for on the way. */
export function endlessPlaces(flow: Flow): Place[] {
  const quick = allPlaces(flow).filter(({ entry }) => !isPause(entry));
  return quick
    .filter(({ entry, place }) => 'goto' in entry && comesBack({ flow, from: place, entry }))
    .map(({ place }) => place);
}

function comesBack({ flow, from, entry }: { flow: Flow; from: Place; entry: FlowNode }): boolean {
  const seen = new Set<string>();
  const waiting = [...routesFrom(entry, from)];
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    if (placeText(place) === placeText(from)) return true;
    const next = entryAt(flow, place);
    if (!next || isPause(next) || seen.has(placeText(place))) continue;
    seen.add(placeText(place));
    waiting.push(...routesFrom(next, place));
  }
  return false;
}
