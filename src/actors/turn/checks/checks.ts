import { isOpen } from '../../../domain/attempt/attempt.ts';
import type { Attempt } from '../../../domain/attempt/attempt.ts';
import type { SendLog } from '../../../persistence/send-log/contract.ts';
import type { Clocks } from '../../../platform/clock.ts';
import { settle } from '../../decide/evidence.ts';
import { checkAttempt } from '../../decide/performed.ts';
import { transitionAttempt } from '../../decide/steps.ts';
import type { Deciding } from '../../decide/steps.ts';
import { earliest } from '../../dispatch/earliest.ts';
import type { EngineTimes } from '../../kit.ts';
import type { Performer } from '../../sending/performer.ts';
import { rowsOfOpen } from '../campaign-memory.ts';
import { createLeftBehind } from './left-behind.ts';
import type { LeftBehind } from './left-behind.ts';
import { createNextChecks } from './next-check.ts';
import type { NextChecks } from './next-check.ts';

/**
 * The checks of open attempts. Their due times are kept outside of memory's rows, because asking the provider changes
 * no row.
 */
export type Checks = {
  /** Checks each open attempt that is due. Returns the business time of the next check; null if there is none. */
  run: (deciding: Deciding) => number | null;
  /** Makes every open attempt due at once: after a restart or takeover. */
  all: () => void;
  forget: (attempt: string) => void;
};

type Checking = {
  performer: Pick<Performer, 'isPlacing' | 'isSearching' | 'preparing'>;
  sendLog: Pick<SendLog, 'isUnsent' | 'doubt'>;
  times: Pick<EngineTimes, 'searchEveryMs' | 'permitMs' | 'searchPeriodMs'>;
  leftBehind: LeftBehind;
  next: NextChecks;
};

export function createChecks({
  clocks,
  ...input
}: Pick<Checking, 'performer' | 'sendLog' | 'times'> & { clocks: Pick<Clocks, 'system' | 'store'> }): Checks {
  const { performer, sendLog, times } = input;
  const checking: Checking = {
    ...input,
    leftBehind: createLeftBehind({ clocks, performer, sendLog, permitMs: times.permitMs }),
    next: createNextChecks(input),
  };
  let isRecovering = false;
  return {
    all() {
      isRecovering = true;
    },
    forget(attempt) {
      checking.next.forget(attempt);
      checking.leftBehind.forget(attempt);
    },
    run(deciding) {
      const { open } = deciding.set.memory;
      let next: number | null = null;
      for (const { attempt } of open.values()) {
        next = earliest(next, check({ checking, deciding, attempt, isRecovering }));
      }
      isRecovering = false;
      return next;
    },
  };
}

/** Checks one attempt if it is due. Returns when it is due next; null if an event comes instead. */
function check({
  checking,
  deciding,
  attempt,
  isRecovering,
}: {
  checking: Checking;
  deciding: Deciding;
  attempt: Attempt;
  isRecovering: boolean;
}): number | null {
  const { performer, leftBehind, next, times } = checking;
  const { set } = deciding;
  const { at } = set;
  const dueAt = (row: Attempt): number | null => next.dueAt(row, { at, campaign: set.position().context });
  const current = set.attempt(attempt.id) ?? attempt;
  // An event of this turn moved it.
  if (current !== attempt) return isOpen(current.state) ? dueAt(current) : null;
  if (attempt.state === 'preparing') {
    // A previous owner was preparing it.
    if (!performer.preparing.has(attempt.id))
      set.perform({ type: 'prepare-touch', attempt: attempt.id, touch: null });
    return null;
  }
  if (leftBehind.isProvedUnsent(attempt)) {
    release(deciding, attempt);
    return null;
  }
  if (leftBehind.isLeftBehind(attempt)) {
    search({ checking, deciding, attempt });
    return at;
  }
  const due = isRecovering && attempt.state !== 'sending' ? at : dueAt(attempt);
  if (due === null || due > at) return due;
  next.noteAsked(attempt.id, at);
  addRows(deciding, attempt);
  checkAttempt(deciding, attempt);
  return at + times.searchEveryMs;
}

/** Starts the search for an attempt that may or may not have been sent. */
function search({
  checking: { sendLog },
  deciding,
  attempt,
}: {
  checking: Checking;
  deciding: Deciding;
  attempt: Attempt;
}): void {
  const { set, kit } = deciding;
  const { id, position } = attempt;
  addRows(deciding, attempt);
  const searchUntil = set.at + kit.times.searchPeriodMs;
  const after = transitionAttempt(deciding, {
    row: attempt,
    event: { type: 'AMBIGUOUS', searchUntil, checkAt: set.at },
  });
  settle(deciding, { before: attempt, after });
  const detail = sendLog.doubt() ?? 'the send log does not tell whether it was sent';
  set.log({ type: 'attempt.unknown', position, attempt: id, data: { detail, until: searchUntil } });
}

/** Ends an attempt that was not sent. */
function release(deciding: Deciding, attempt: Attempt): void {
  addRows(deciding, attempt);
  const after = transitionAttempt(deciding, {
    row: attempt,
    event: { type: 'NOT_PLACED', at: deciding.set.at },
  });
  settle(deciding, { before: attempt, after });
}

function addRows({ set }: Deciding, { id }: Attempt): void {
  const open = set.memory.open.get(id);
  if (open) set.add(rowsOfOpen(open));
}
