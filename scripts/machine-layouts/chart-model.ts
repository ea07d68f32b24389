import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import type { CoveredTransition } from '../../src/dashboard/charts/machines/layout.ts';

/** What one line of a chart says: an event with its guard. */
export type EventLine = { event: string; guard: string | null };

export type ModelState = {
  id: string;
  name: string;
  kind: 'state' | 'group' | 'ends' | 'open';
  children: ModelState[];
  /** Transitions that stay in the state. */
  stays: EventLine[];
  /** Events that change nothing in the state, although an outer state reacts to them. */
  ignores: string[];
};

export type ModelArrow = { from: string; to: string; lines: EventLine[]; covers: CoveredTransition[] };

/** A machine as a chart shows it. `initial`: the ids of the initial states, of the machine and of groups. */
export type ChartModel = { states: ModelState[]; arrows: ModelArrow[]; initial: string[] };

export const openBox = 'open';

const childrenOf = (node: AnyStateNode): AnyStateNode[] => Object.values(node.states);
const leavesOf = (node: AnyStateNode): AnyStateNode[] =>
  childrenOf(node).length === 0 ? [node] : childrenOf(node).flatMap(leavesOf);
const idOf = (node: AnyStateNode): string => node.path.join('.');

function guardOf({ guard }: AnyTransitionDefinition): string | null {
  if (guard === undefined) return null;
  return typeof guard === 'string' ? guard : 'type' in guard ? guard.type : guard.name;
}

/** The state that is entered with a state: its initial state, if it has states inside. */
function enteredLeaf(node: AnyStateNode): AnyStateNode {
  const [inner] = childrenOf(node).length === 0 ? [] : (node.initial.target as AnyStateNode[]);
  return inner === undefined ? node : enteredLeaf(inner);
}

/** The state whose transitions are taken for an event in a leaf: the leaf, or the nearest state around it. */
function reactsTo(leaf: AnyStateNode, event: string): AnyStateNode | null {
  if (leaf.transitions.has(event)) return leaf;
  return leaf.parent ? reactsTo(leaf.parent, event) : null;
}

type Found = { source: AnyStateNode; event: string; transition: AnyTransitionDefinition };

const foundIn = (source: AnyStateNode): Found[] => [
  ...[...source.transitions].flatMap(([event, transitions]) =>
    transitions.map((transition) => ({ source, event, transition })),
  ),
  ...childrenOf(source).flatMap(foundIn),
];

/** The leaves in which a transition of `source` is taken for the event. */
const leavesWith = ({ source, event }: Found): AnyStateNode[] =>
  leavesOf(source).filter((leaf) => reactsTo(leaf, event) === source);

const isIdle = ({ transition }: Found): boolean =>
  transition.target === undefined && transition.actions.length === 0 && transition.guard === undefined;

const lineOf = ({ event, transition }: Found): EventLine => ({ event, guard: guardOf(transition) });

function addOnce(lines: EventLine[], line: EventLine): void {
  if (!lines.some(({ event, guard }) => event === line.event && guard === line.guard)) lines.push(line);
}

/**
 * Reads a machine as a chart. Transitions between the same two states are one arrow. Transitions of the root leave from
 * the box `open` around the states that have not ended.
 */
export function readModel({
  machine,
  ends,
}: {
  machine: AnyStateMachine;
  /** The ends that a chart shows inside the state `ended`. */
  ends: readonly string[];
}): ChartModel {
  const { root } = machine;
  const found = foundIn(root);
  const openLeaves = new Set(
    found
      .filter(({ source, transition }) => source === root && transition.target !== undefined)
      .flatMap(leavesWith),
  );
  /** Shown once, in the box around these states. */
  const isForAll = (one: Found): boolean => one.source === root && leavesWith(one).length >= openLeaves.size;
  const states = statesOf(root, {
    ends,
    isShown: (one, leaf) => !(openLeaves.has(leaf) && isForAll(one)),
    found,
  });
  const isOpen = ({ id }: ModelState): boolean =>
    [...openLeaves].some((leaf) => idOf(leaf) === id || idOf(leaf).startsWith(`${id}.`));
  const open: ModelState = {
    id: openBox,
    name: openBox,
    kind: 'open',
    children: states.filter(isOpen),
    stays: found.filter((one) => isForAll(one) && one.transition.target === undefined).map(lineOf),
    ignores: [],
  };
  return {
    states: [open, ...states.filter((state) => !isOpen(state))],
    arrows: arrowsOf(root, found),
    initial: initialOf(root),
  };
}

function initialOf(node: AnyStateNode): string[] {
  if (childrenOf(node).length === 0) return [];
  const [first] = node.initial.target as AnyStateNode[];
  return [...(first ? [idOf(first)] : []), ...childrenOf(node).flatMap(initialOf)];
}

function statesOf(
  node: AnyStateNode,
  given: {
    found: readonly Found[];
    ends: readonly string[];
    isShown: (one: Found, leaf: AnyStateNode) => boolean;
  },
): ModelState[] {
  return childrenOf(node).map((child): ModelState => {
    const hasEnds = child.key === 'ended' && given.ends.length > 0;
    const inner = statesOf(child, given);
    const state: ModelState = {
      id: idOf(child),
      name: child.key,
      kind: hasEnds ? 'ends' : inner.length > 0 ? 'group' : 'state',
      children: hasEnds ? given.ends.map(endState) : inner,
      stays: [],
      ignores: [],
    };
    for (const one of given.found) {
      if (!leavesWith(one).includes(child) || !given.isShown(one, child)) continue;
      const { target } = one.transition;
      if (isIdle(one)) {
        // After guarded transitions of the same event it says nothing new.
        if (!state.stays.some(({ event }) => event === one.event)) state.ignores.push(one.event);
      } else if (target === undefined || target[0] === child) addOnce(state.stays, lineOf(one));
    }
    return state;
  });
}

const endState = (end: string): ModelState => ({
  id: end,
  name: end,
  kind: 'state',
  children: [],
  stays: [],
  ignores: [],
});

function arrowsOf(root: AnyStateNode, found: readonly Found[]): ModelArrow[] {
  const arrows = new Map<string, ModelArrow>();
  for (const one of found) {
    const target = one.transition.target?.[0];
    if (!target || target === one.source) continue;
    const from = one.source === root ? openBox : idOf(one.source);
    const key = `${from}>${idOf(target)}`;
    const arrow = arrows.get(key) ?? { from, to: idOf(target), lines: [], covers: [] };
    arrows.set(key, arrow);
    addOnce(arrow.lines, lineOf(one));
    for (const leaf of leavesWith(one)) {
      const to = idOf(enteredLeaf(target));
      const covered = { from: idOf(leaf), event: one.event, to };
      if (covered.from === to || arrow.covers.some((known) => isSame(known, covered))) continue;
      arrow.covers.push(covered);
    }
  }
  return [...arrows.values()];
}

const isSame = (left: CoveredTransition, right: CoveredTransition): boolean =>
  left.from === right.from && left.event === right.event && left.to === right.to;
