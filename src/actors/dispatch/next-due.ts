import { dueClasses } from '../../domain/contact/enrollment.ts';
import type { DueClass, Enrollment, WaitReason } from '../../domain/contact/enrollment.ts';
import type { ReasonCode } from '../../domain/reason-code.ts';
import type { Waiting } from '../../machines/campaign/campaign-machine.ts';
import { tallyBucketMs } from '../../persistence/contract/store.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { dueInstant } from '../turn/campaign-memory.ts';
import type { WorkingSet } from '../turn/working-set/working-set.ts';

type Head = Pick<Enrollment, 'calendar' | 'dueClass' | 'dueAt'> & { waitReason?: WaitReason };

/** Returns when a contact (of these classes) will be due if none is due now, and why all contacts wait until then. */
export async function nextDue({
  set,
  store,
  classes,
}: {
  set: WorkingSet;
  store: Store;
  classes?: readonly DueClass[];
}): Promise<{ waiting: Waiting; lookAgainAt: number | null }> {
  const { memory, at } = set;
  const { context } = set.position();
  let best: { at: number; reason: ReasonCode } | null = null;
  let isAnyone = false;
  const hasWaiting = [...memory.tallies.values()].some(({ contacts }) => contacts > 0);
  const heads: readonly Head[] = hasWaiting ? await store.readDueHeads(memory.record.id) : [];
  for (const head of [...heads, ...set.waiting()]) {
    if (classes?.includes(head.dueClass) === false) continue;
    isAnyone = true;
    const dueAt = head.dueClass === dueClasses.new ? at : Math.max(at, dueInstant(context, head));
    const opensAt = memory.windowOf(head.calendar).nextOpening(dueAt);
    if (opensAt === null || (best && best.at <= opensAt)) continue;
    best = {
      at: opensAt,
      reason: opensAt > dueAt ? 'window.closed' : (head.waitReason ?? reasonOf(set, head)),
    };
  }
  if (best) return { waiting: { reason: best.reason, until: best.at }, lookAgainAt: best.at };
  if (isAnyone) return { waiting: { reason: 'window.never', until: null }, lookAgainAt: null };
  return { waiting: { reason: idleReason(set), until: null }, lookAgainAt: null };
}

function reasonOf(
  { memory }: WorkingSet,
  head: { calendar: number; dueClass: number; dueAt: number },
): WaitReason {
  const bucket = Math.floor(head.dueAt / tallyBucketMs);
  for (const tally of memory.tallies.values()) {
    const isIts =
      tally.calendar === head.calendar && tally.dueClass === head.dueClass && tally.bucket === bucket;
    if (isIts) return tally.waitReason;
  }
  return 'retry.waiting';
}

function idleReason({ counters }: WorkingSet): ReasonCode {
  if ((counters.states.review ?? 0) > 0) return 'contact.review';
  if ((counters.states.paused ?? 0) > 0) return 'contact.paused';
  if ((counters.states.observing ?? 0) > 0) return 'contact.observing';
  return counters.open > 0 ? 'attempt.in-flight' : 'contacts.none';
}
