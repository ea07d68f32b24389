import type { JournalEntry } from '../../../src/simulator/index.ts';
import type { Turn } from '../../../src/persistence/contract/store.ts';
import { broken } from './broken.ts';
import { isCall } from './mirror.ts';

export type StepWatch = {
  /** The wall clock of the processes was set. */
  stepped: () => void;
  onJournal: (entry: JournalEntry) => void;
  committed: (turn: Turn) => void;
};

/** For that long after a step attempts are watched, and for that long they may be made without one being sent. */
const watchMs = 120_000;
const patienceMs = 30_000;
const leastAttempts = 3;

/** Expects that attempts made after a step of the clock reach the carrier, and not that one after another runs out. */
export function createStepWatch({ businessNow }: { businessNow: () => number }): StepWatch {
  let steppedAt = Number.NEGATIVE_INFINITY;
  let made: number[] = [];
  return {
    stepped() {
      steppedAt = businessNow();
      made = [];
    },
    onJournal({ type }) {
      if (type === 'placed' || type === 'reply') made = [];
    },
    committed(turn) {
      const minted = turn.minted.filter(isCall);
      const now = businessNow();
      if (minted.length === 0 || now > steppedAt + watchMs) return;
      made.push(...minted.map(() => now));
      const [first = now] = made;
      if (made.length >= leastAttempts && now - first > patienceMs)
        broken(
          `clock: nobody was dialed for ${now - first} ms after the clock was set, in ${made.length} attempts`,
        );
    },
  };
}
