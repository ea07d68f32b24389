/** How much a turn of one campaign takes, so that it ends soon. An order that arrives during a turn waits for its end. */
export type TurnSize = {
  /** Returns the part of a maximum that the next turn may take; at least one. */
  of: (most: number) => number;
  /** Adapts to a turn. `isFull`: whether it took as much as it might. */
  note: (turn: { ms: number; isFull: boolean }) => void;
};

/**
 * The time that a turn should not exceed. Without other work on the machine the largest turn on MongoDB takes about as long,
 * so that its size stays as it is.
 */
const targetMs = 150;
/** A turn has fixed costs. Smaller ones would decide less in the same time. */
const leastShare = 0.1;
/** One slow turn, for example during a pause of the server, says little about the next one. */
const mostShrink = 0.5;
const growth = 1.25;

/** Turns that last too long become smaller, and full turns that are quick become larger, up to the whole. */
export function createTurnSize(): TurnSize {
  let share = 1;
  return {
    of: (most) => Math.max(1, Math.round(most * share)),
    note({ ms, isFull }) {
      if (ms > targetMs) share = Math.max(leastShare, share * Math.max(mostShrink, targetMs / ms));
      else if (isFull && ms < targetMs / 2) share = Math.min(1, share * growth);
    },
  };
}
