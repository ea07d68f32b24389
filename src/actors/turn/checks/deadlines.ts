import { dueClasses } from '../../../domain/contact/enrollment.ts';
import type { Enrollment } from '../../../domain/contact/enrollment.ts';
import type { Store } from '../../../persistence/contract/store.ts';
import { lapseCallBack } from '../../decide/call-backs.ts';
import { transitionEnrollment } from '../../decide/steps.ts';
import type { Deciding } from '../../decide/steps.ts';
import { earliest } from '../../dispatch/earliest.ts';

/** Ends reviews and observations whose deadline has passed, and drops call-backs that could not be made in time. Returns the next deadline; null if there is none. */
export async function passDeadlines({
  deciding,
  store,
}: {
  deciding: Deciding;
  store: Store;
}): Promise<number | null> {
  const { set } = deciding;
  const { review = 0, observing = 0 } = set.counters.states;
  if (review + observing === 0 && !hasCallBacks(deciding)) return null;
  if (set.record.rest !== null) return null;
  const overdue = await store.readOverdue({ campaign: set.record.id, now: set.at, limit: 500 });
  for (const row of overdue) {
    if (set.isTouched(row.position)) continue;
    set.add({ enrollments: [row] });
    passDeadline(deciding, row);
  }
  if (overdue.length > 0) return set.at;
  const [next] = await store.readOverdue({
    campaign: set.record.id,
    now: Number.MAX_SAFE_INTEGER,
    limit: 1,
  });
  // The store does not know yet the deadlines that this turn sets.
  return earliest(next?.deadlineAt ?? null, ...set.deadlines());
}

/** Whether a contact waits for a call-back. The tallies count them. */
function hasCallBacks({ set }: Deciding): boolean {
  for (const { dueClass } of set.memory.tallies.values()) if (dueClass === dueClasses.callback) return true;
  return set.waiting().some(({ callBackAt }) => callBackAt !== null);
}

function passDeadline(deciding: Deciding, row: Enrollment): void {
  const { set } = deciding;
  const { position } = row;
  if (row.state === 'waiting' || row.state === 'paused') {
    lapseCallBack(deciding, row);
  } else if (row.state === 'observing') {
    const moved = transitionEnrollment(deciding, { row, event: { type: 'OBSERVED', at: set.at } });
    if (moved) set.log({ type: 'enrollment.observed', position, data: { became: moved.state } });
  } else if (transitionEnrollment(deciding, { row, event: { type: 'END', end: 'expired', at: set.at } })) {
    set.log({ type: 'enrollment.expired', position, by: 'system' });
  }
}
