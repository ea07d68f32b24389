import type { Store } from '../../../persistence/contract/store.ts';
import { callView } from '../../views/call-view.ts';
import type { CallView } from '../../views/call-view.ts';
import type { CarrierAudit } from './carrier-audit.ts';

/** How the journal of the carrier and the records differ about a call. */
export type DifferenceKind = 'double' | 'overlap' | 'unrecorded' | 'unplaced';

export type Difference = {
  kind: DifferenceKind;
  /** The id of the call in the records; null if they do not have it. */
  call: string | null;
  /** The id of the call at the carrier, if its journal has it. */
  providerId: string | null;
  /** One sentence. */
  text: string;
};

/** The maximum number of attempts that are compared one by one. */
export const maxCompared = 20_000;
const maxNamed = 100;
const perPage = 500;

type Compared = {
  audit: CarrierAudit;
  recorded: ReadonlySet<string> | null;
  store: Pick<Store, 'readAttempts'>;
};

/**
 * Returns every difference, with the number of each kind. `recorded`: the attempts that the carrier accepted, according to
 * the records; with null, or with too many calls, they are not compared one by one.
 */
export async function differencesOf({ audit, recorded, store }: Compared): Promise<{
  counts: Readonly<Record<DifferenceKind, number>>;
  items: readonly Difference[];
  leftOut: number;
}> {
  const known = recorded ?? new Set<string>();
  const isComparable = recorded !== null && audit.calls.length <= maxCompared;
  const all = [
    ...doublesOf(audit),
    ...overlapsOf(audit),
    ...(isComparable ? await unrecordedOf({ audit, recorded: known, store }) : []),
    ...(isComparable ? unplacedOf({ audit, recorded: known }) : []),
  ];
  const counts = { double: 0, overlap: 0, unrecorded: 0, unplaced: 0 };
  for (const { kind } of all) counts[kind] += 1;
  return { counts, items: all.slice(0, maxNamed), leftOut: Math.max(0, all.length - maxNamed) };
}

function doublesOf({ doubles, perAttempt }: CarrierAudit): Difference[] {
  return doubles.map((call) => ({
    kind: 'double',
    call,
    providerId: null,
    text: `The carrier placed this call ${perAttempt[call] ?? 2} times.`,
  }));
}

function overlapsOf({ overlaps, calls }: CarrierAudit): Difference[] {
  const attemptOf = new Map(calls.map(({ callUuid, attempt }) => [callUuid, attempt]));
  return overlaps.map(({ callUuids: [first, second] }) => ({
    kind: 'overlap',
    call: attemptOf.get(second) ?? null,
    providerId: second,
    text: `The carrier placed this call to a number that had an open call, ${attemptOf.get(first) ?? first}.`,
  }));
}

function unplacedOf({
  audit,
  recorded,
}: Pick<Compared, 'audit'> & { recorded: ReadonlySet<string> }): Difference[] {
  return [...recorded]
    .filter((call) => !(call in audit.perAttempt))
    .map((call) => ({
      kind: 'unplaced',
      call,
      providerId: null,
      text: 'Our records say that the carrier accepted this call. It is not in the journal of the carrier.',
    }));
}

/** Whether the carrier accepted a call, according to the records. */
export const isAccepted = ({ requestId, callId }: Pick<CallView, 'requestId' | 'callId'>): boolean =>
  (requestId ?? callId) !== null;

/**
 * Returns the placements that the records do not have. An attempt whose request is still under way, or that was accepted
 * after the records were read, is known.
 */
async function unrecordedOf({
  audit,
  recorded,
  store,
}: Compared & { recorded: ReadonlySet<string> }): Promise<Difference[]> {
  const open = audit.calls.filter(({ attempt }) => attempt === null || !recorded.has(attempt));
  const stored = await readStored(
    store,
    open.flatMap(({ attempt }) => attempt ?? []),
  );
  return open.flatMap(({ attempt: id, callUuid: providerId }): Difference[] => {
    const call = id === null ? undefined : stored.get(id);
    if (call && (call.active || isAccepted(call))) return [];
    const known = { kind: 'unrecorded', call: call?.id ?? null, providerId } as const;
    if (call)
      return [{ ...known, text: 'The carrier placed this call. Our records say that it was not placed.' }];
    const ordered = id === null ? 'It names no attempt.' : `It names the attempt ${id}.`;
    return [{ ...known, text: `The carrier placed a call that is not in our records. ${ordered}` }];
  });
}

async function readStored(
  store: Pick<Store, 'readAttempts'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, CallView>> {
  const stored = new Map<string, CallView>();
  for (let from = 0; from < ids.length; from += perPage)
    for (const attempt of await store.readAttempts(ids.slice(from, from + perPage)))
      stored.set(attempt.id, callView(attempt));
  return stored;
}
