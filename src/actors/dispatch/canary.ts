import { dueClasses, dueClassesInOrder } from '../../domain/contact/enrollment.ts';
import type { DueClass, Enrollment } from '../../domain/contact/enrollment.ts';
import type { ReasonCode } from '../../domain/reason-code.ts';
import type { Waiting } from '../../machines/campaign/campaign-machine.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { isWithoutContact } from '../../rules/due-lanes.ts';
import type { Candidate } from '../decide/mint/candidate.ts';
import type { Deciding } from '../decide/steps.ts';
import { dueInstant } from '../turn/campaign-memory.ts';
import type { WorkingSet } from '../turn/working-set/working-set.ts';
import { readCandidates } from './candidates.ts';
import { notDispatched } from './dispatched.ts';
import type { Dispatched } from './dispatched.ts';
import type { CandidatesInput } from './candidates.ts';

/** What a canary start that is under way still allows. */
export type CanaryRoom = {
  /** First attempts that may still be minted. */
  left: number;
  /** New contacts that may begin, if the first step contacts no one. */
  begin: number;
  /** The contacts that were contacted. They wait for the verdict. */
  tried: number;
};

/** Returns the room of the canary start that is under way; null if there is none. */
export function canaryRoom({ counters, position }: WorkingSet): CanaryRoom | null {
  const plan = position().context.canary;
  if (!counters.canary || !plan) return null;
  const { started, begun } = counters.canary;
  return { left: plan.contacts - started, begin: plan.contacts - begun, tried: started };
}

/** All contacts of a canary start were contacted. The others wait for their results. */
export const awaitVerdict: Dispatched = {
  ...notDispatched,
  waiting: { reason: 'canary.verdict', until: null },
  isCanaryFull: true,
};

/** Whether a canary start may contact the enrollment: it was never contacted. */
const isFirst = ({ attempts }: Pick<Enrollment, 'attempts'>): boolean => attempts === 0;

/** Whether new contacts begin at a step that contacts no one. */
function beginsWithoutContact({ set, kit }: Deciding): boolean {
  return isWithoutContact({ steps: set.record.definition.steps, channels: kit.channels }, 0);
}

/** Returns the candidates that a canary start may take: contacts without an attempt, as many as its room allows. */
export async function readFirstCandidates(
  input: CandidatesInput,
  read: Parameters<typeof readCandidates>[1],
  room: CanaryRoom,
): Promise<Candidate[]> {
  // Contacts that were contacted may be due before the others: there are `tried` of them.
  const due = await readCandidates(input, { ...read, limit: read.limit + room.tried });
  const first = due.filter(({ enrollment }) => isFirst(enrollment));
  if (!beginsWithoutContact(input.deciding)) return first.slice(0, read.limit);
  const isNew = ({ enrollment }: Candidate): boolean => enrollment.state === 'pending';
  const admitted = new Set(first.filter(isNew).slice(0, Math.max(0, room.begin)));
  return first.filter((one) => !isNew(one) || admitted.has(one)).slice(0, read.limit);
}

type Head = Pick<Enrollment, 'calendar' | 'dueClass' | 'dueAt'> & { waitReason: ReasonCode };

/**
 * Returns when the next contact without an attempt is due, and why all of them wait until then; null if there is no such
 * contact that the canary start may take. See `awaitVerdict`.
 */
export async function nextFirst({
  deciding,
  store,
  room,
}: {
  deciding: Deciding;
  store: Pick<Store, 'readDue' | 'readDueHeads'>;
  room: CanaryRoom;
}): Promise<Pick<Dispatched, 'waiting' | 'lookAgainAt' | 'isCanaryFull'> | null> {
  const { set } = deciding;
  const { memory, at } = set;
  const mayBegin = !beginsWithoutContact(deciding) || room.begin > 0;
  const isMeant = ({ dueClass }: { dueClass: DueClass }): boolean => mayBegin || dueClass !== dueClasses.new;
  const newcomers = await store.readDueHeads(memory.record.id);
  const heads: Head[] = [
    ...newcomers
      .filter(({ dueClass }) => dueClass === dueClasses.new)
      .map((head) => ({ ...head, waitReason: 'contact.new' as const })),
    ...(await laterFirst(set, { store, room })),
    ...set.waiting().filter(isFirst),
  ].filter(isMeant);
  if (heads.length === 0) return null;
  let best: (Waiting & { until: number }) | null = null;
  for (const { calendar, dueClass, dueAt, waitReason } of heads) {
    const isNew = dueClass === dueClasses.new;
    const due = isNew ? at : Math.max(at, dueInstant(set.position().context, { dueClass, dueAt }));
    const until = memory.windowOf(calendar).nextOpening(due);
    if (until === null || (best && best.until <= until)) continue;
    best = { reason: until > due ? 'window.closed' : waitReason, until };
  }
  if (best) return { waiting: best, lookAgainAt: best.until, isCanaryFull: false };
  return { waiting: { reason: 'window.never', until: null }, lookAgainAt: null, isCanaryFull: false };
}

/**
 * Returns the contacts without an attempt that are not new: they were deferred or are past a step that did not contact
 * them. A row that this turn has changed is kept, so that its next turn looks again.
 */
async function laterFirst(
  set: WorkingSet,
  { store, room }: { store: Pick<Store, 'readDue'>; room: CanaryRoom },
): Promise<readonly Enrollment[]> {
  const { memory } = set;
  const found = await store.readDue({
    campaign: memory.record.id,
    calendars: [...new Set([...memory.tallies.values()].map(({ calendar }) => calendar))],
    classes: dueClassesInOrder.filter((dueClass) => dueClass !== dueClasses.new),
    now: Number.MAX_SAFE_INTEGER,
    // One more than were contacted, so that a contact without an attempt is among them if there is one.
    limit: room.tried + 1,
  });
  return found.filter((row) => isFirst(row) || set.isTouched(row.position));
}
