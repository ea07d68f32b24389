import { isOpen } from '../../domain/attempt/attempt.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { Enrollment } from '../../domain/contact/enrollment.ts';
import type { SystemClock } from '../../platform/clock.ts';
import { rowsOfOpen } from './campaign-memory.ts';
import { isToEnd } from '../../rules/to-end.ts';
import { earliest } from '../dispatch/earliest.ts';
import { checkAttempt } from '../decide/performed.ts';
import { settle } from '../decide/evidence.ts';
import { stepAttempt, stepEnrollment } from '../decide/steps.ts';
import type { Deciding } from '../decide/steps.ts';
import type { EngineTimes } from '../kit.ts';
import type { Performer } from '../sending/performer.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { SendLog } from '../../persistence/send-log/contract.ts';

/** When open attempts are due for a look; kept beside memory, because asking the provider changes no row. */
export type Checks = {
  /** Looks at every open attempt that is due; gives the business time of the next look. */
  run: (deciding: Deciding) => number | null;
  /** Everything open is to be looked for at once: after a restart or takeover. */
  all: () => void;
  forget: (attempt: string) => void;
};

/** A permit of another process is surely dead a little after its end. */
const permitGraceMs = 1_000;

/** The longest anything is waited for before it is asked about: a ring timeout of ten minutes, and some grace. */
const longestWaitMs = 11 * 60_000;

export function createChecks({
  system,
  performer,
  sendLog,
  times: { searchEveryMs, permitMs, unknownHoldMs },
}: {
  system: SystemClock;
  performer: Performer;
  sendLog: Pick<SendLog, 'isUnsent' | 'doubt'>;
  times: Pick<EngineTimes, 'searchEveryMs' | 'permitMs' | 'unknownHoldMs'>;
}): Checks {
  const longestMs = Math.max(longestWaitMs, unknownHoldMs);
  const asked = new Map<string, number>();
  /** Attempts being sent, by the monotonic time at which they were first seen. */
  const seen = new Map<string, number>();
  let isRecovering = false;

  /**
   * An attempt in `sending` that this process is not sending was left behind: it is not known whether it was sent. Its permit has run
   * out by the wall clock, or has been known here for longer than a permit lives: the wall clock may have been set back.
   */
  const isLeftBehind = ({ id, state, permitUntil }: Attempt): boolean => {
    if (state !== 'sending' || performer.isPlacing(id)) return false;
    const since = seen.get(id) ?? system.monotonic();
    seen.set(id, since);
    const isOld = system.monotonic() - since > permitMs + permitGraceMs;
    return isOld || system.now() > (permitUntil ?? 0) + permitGraceMs;
  };

  /** This process is not sending it and it was never sent: it holds its slot for nothing. */
  const isProvedUnsent = ({ id, state }: Attempt): boolean =>
    (state === 'sending' || state === 'unknown') && !performer.isPlacing(id) && sendLog.isUnsent(id);

  /** Nobody knows whether it was sent: it is looked for, as long as the search period lasts. */
  const search = (deciding: Deciding, attempt: Attempt): void => {
    const { set, kit } = deciding;
    set.add(rowsOf(deciding, attempt.id));
    const searchUntil = set.at + kit.times.unknownHoldMs;
    const after = stepAttempt(deciding, {
      row: attempt,
      event: { type: 'AMBIGUOUS', searchUntil, checkAt: set.at },
    });
    settle(deciding, { before: attempt, after });
    const detail = sendLog.doubt() ?? 'the send log does not tell whether it was sent';
    const { position } = attempt;
    set.log({ type: 'attempt.unknown', position, attempt: attempt.id, data: { detail, until: searchUntil } });
  };

  const release = (deciding: Deciding, attempt: Attempt): void => {
    const { set } = deciding;
    set.add(rowsOf(deciding, attempt.id));
    const after = stepAttempt(deciding, { row: attempt, event: { type: 'NOT_PLACED', at: set.at } });
    settle(deciding, { before: attempt, after });
  };

  /** What was ordered to end is looked at soon, and again and again: it may be that the order was not taken. */
  const endDueAt = ({ id }: Attempt, at: number): number => {
    const next = asked.get(id) ?? at + searchEveryMs;
    asked.set(id, next);
    return next > at + searchEveryMs ? at : next;
  };

  const dueAt = ({ set }: Deciding, attempt: Attempt): number | null => {
    const { at } = set;
    if (performer.isSearching(attempt.id)) return null;
    // Its result comes as an event. The turn that decides on the result sees another state here.
    if (attempt.state === 'sending') return performer.isPlacing(attempt.id) ? null : at + permitGraceMs;
    if (isToEnd(attempt, set.position().context)) return endDueAt(attempt, at);
    const known =
      attempt.searchUntil === null
        ? attempt.checkAt
        : Math.min(attempt.checkAt ?? attempt.searchUntil, attempt.searchUntil);
    if (known === null) return null;
    const askedUntil = asked.get(attempt.id) ?? 0;
    // Later than any rule sets it: by a clock that was set back since.
    const due = known > at + longestMs ? at : known;
    return Math.max(due, askedUntil > at + searchEveryMs ? 0 : askedUntil);
  };

  return {
    all() {
      isRecovering = true;
    },
    forget(attempt) {
      asked.delete(attempt);
      seen.delete(attempt);
    },
    run(deciding) {
      const { set } = deciding;
      let next: number | null = null;
      const lookAt = (due: number): void => {
        next = next === null ? due : Math.min(next, due);
      };
      for (const { attempt } of set.memory.open.values()) {
        const current = set.attempt(attempt.id) ?? attempt;
        if (current !== attempt) {
          // This turn's news moved it; when it is due next is not asked by anybody else.
          const due = isOpen(current.state) ? dueAt(deciding, current) : null;
          if (due !== null) lookAt(due);
          continue;
        }
        if (attempt.state === 'preparing') {
          // Its owner before this one was preparing it.
          if (!performer.preparing.has(attempt.id))
            set.perform({ type: 'prepare-touch', attempt: attempt.id });
          continue;
        }
        if (isProvedUnsent(attempt)) {
          release(deciding, attempt);
          continue;
        }
        if (isLeftBehind(attempt)) {
          search(deciding, attempt);
          lookAt(set.at);
          continue;
        }
        const due = isRecovering && attempt.state !== 'sending' ? set.at : dueAt(deciding, attempt);
        if (due === null) continue;
        if (due <= set.at) {
          asked.set(attempt.id, set.at + searchEveryMs);
          set.add(rowsOf(deciding, attempt.id));
          checkAttempt(deciding, attempt);
        }
        lookAt(due <= set.at ? set.at + searchEveryMs : due);
      }
      isRecovering = false;
      return next;
    },
  };
}

function rowsOf({ set }: Deciding, id: string): Parameters<Deciding['set']['add']>[0] {
  const open = set.memory.open.get(id);
  return open ? rowsOfOpen(open) : {};
}

/**
 * Ends reviews and observations whose time is up. Returns when the next one is, or null.
 */
export async function passDeadlines({
  deciding,
  store,
}: {
  deciding: Deciding;
  store: Store;
}): Promise<number | null> {
  const { set } = deciding;
  const { review = 0, observing = 0 } = set.counters.states;
  if (review + observing === 0 || set.record.rest !== null) return null;
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
  // The store does not know those of this turn yet.
  return earliest(next?.deadlineAt ?? null, ...set.deadlines());
}

function passDeadline(deciding: Deciding, row: Enrollment): void {
  const { set } = deciding;
  const { position } = row;
  if (row.state === 'observing') {
    const moved = stepEnrollment(deciding, { row, event: { type: 'OBSERVED', at: set.at } });
    if (moved) set.log({ type: 'enrollment.observed', position, data: { became: moved.state } });
  } else if (stepEnrollment(deciding, { row, event: { type: 'END', end: 'expired', at: set.at } })) {
    set.log({ type: 'enrollment.expired', position, by: 'system' });
  }
}
