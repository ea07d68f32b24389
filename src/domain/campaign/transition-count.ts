/** The number of times a transition of a machine was taken in a campaign. */
export type TransitionCount = {
  /** The name of the machine. */
  machine: string;
  /** The state before, as the machine names it; null for a row that was added in the state `to`. */
  from: string | null;
  /** The type of the event; null where `from` is null. */
  event: string | null;
  /** The state after it; the same as `from` if the transition stays in its state. */
  to: string;
  count: number;
};
