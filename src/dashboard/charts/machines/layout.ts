/** A text of a chart. `x` and `y` are the start of its baseline, in the chart's pixels. */
export type ChartText = {
  text: string;
  x: number;
  y: number;
  /** The types of the events that the line names. */
  events?: readonly string[];
};

/** A state, or a box around states. `id` is the state as counts of transitions name it: `running.waiting`. */
export type StateBox = {
  id: string;
  name: string;
  /**
   * `group`: a state with states inside. `ends`: the single state `ended` of enrollments, with its ends inside. `open`:
   * not a state, but the states in which an event has the same effect.
   */
  kind: 'state' | 'group' | 'ends' | 'open';
  /** The id of the box around it; null for none. */
  parent: string | null;
  x: number;
  y: number;
  width: number;
  height: number;
  title: ChartText;
  /** The events that stay in the state, and those that it ignores. Empty in a map. */
  lines: readonly ChartText[];
};

/** A transition, with states as counts of transitions name them. `from` has no groups. */
export type CoveredTransition = { from: string; event: string; to: string };

/** An arrow: all transitions between the same two boxes. */
export type Arrow = {
  /** The ids of the boxes; null for the dot before an initial state. */
  from: string | null;
  to: string;
  covers: readonly CoveredTransition[];
  /** `x, y, x, y …`: the start, the corners and the end. */
  points: readonly number[];
  labels: readonly ChartText[];
};

/** Where a chart's parts are drawn. Made by `npm run docs`. */
export type MachineLayout = {
  machine: string;
  width: number;
  height: number;
  boxes: readonly StateBox[];
  arrows: readonly Arrow[];
};

/** The same chart for wide and for narrow screens. */
export type MachineLayouts = { right: MachineLayout; down: MachineLayout };

/**
 * `map`: states with room for a count, arrows without names. `full`: with the events and guards of every transition.
 */
export type Rendition = 'map' | 'full';
