import { table } from '../terminal/output.ts';
import { leavesOf } from '../../domain/machine/machine-tree.ts';
import type { TreeState, TreeTransition } from '../../domain/machine/machine-tree.ts';

/** The number of times a transition was taken in a campaign. */
export type Taken = { from: string | null; event: string | null; to: string; count: number };

/** What is known of one campaign. */
export type MachineFigures = {
  /** The path of the current state; null if the machine has none. */
  current: string | null;
  /** The number in each state; null if it is not known. */
  counts: Readonly<Record<string, number>> | null;
  taken: readonly Taken[];
};

type Row = {
  state: TreeState;
  event: string;
  guards: readonly (string | null)[];
  transition: TreeTransition;
};

const flat = (state: TreeState): TreeState[] => [state, ...state.states.flatMap(flat)];
const isIn = (path: string, outer: string): boolean =>
  outer === '' || path === outer || path.startsWith(`${outer}.`);

/** The transitions of a state; those with the same event and target are one row. */
function rowsOf(state: TreeState): Row[] {
  const rows = new Map<string, Row>();
  for (const transition of state.transitions) {
    const { event, guard, target } = transition;
    const known = rows.get(`${event}>${target}`);
    const guards = [...(known?.guards ?? []), guard];
    rows.set(`${event}>${target}`, { state, event, guards, transition: known?.transition ?? transition });
  }
  return [...rows.values()];
}

function eventText({ event, guards }: Row): string {
  const names = guards.map((guard) => guard ?? 'else');
  return guards.length === 1 && guards[0] === null ? event : `${event} [${names.join(', ')}]`;
}

function targetText({ transition: { target, actions, guard } }: Row): string {
  if (target !== null) return target;
  return actions.length > 0 || guard !== null ? 'stays' : 'ignored';
}

/** The leaves in which the transitions of a state are taken: an inner state may handle the event itself. */
function leavesWith({ state, event }: Row): TreeState[] {
  const handles = (inner: TreeState): boolean => inner.transitions.some((one) => one.event === event);
  const inside = (outer: TreeState): TreeState[] =>
    outer.states.length === 0
      ? [outer]
      : outer.states.flatMap((child) => (handles(child) ? [] : inside(child)));
  return inside(state);
}

function takenBy(row: Row, taken: readonly Taken[]): number {
  const { target } = row.transition;
  const leaves = new Set(leavesWith(row).map(({ path }) => path));
  const isMeant = ({ from, event, to }: Taken): boolean =>
    from !== null &&
    leaves.has(from) &&
    event === row.event &&
    (target === null ? to === from : isIn(to, target));
  return taken.filter(isMeant).reduce((sum, { count }) => sum + count, 0);
}

function nowText(state: TreeState, { current, counts }: MachineFigures): string {
  if (state.path === '') return '';
  if (current !== null) return isIn(current, state.path) ? 'now' : '';
  return counts ? String(leavesOf(state).reduce((sum, { path }) => sum + (counts[path] ?? 0), 0)) : '';
}

/**
 * A machine as a table: every state with its events and what they lead to. With the figures of a campaign it shows the
 * current state, or the number in each state, and how often each transition was taken.
 */
export function machineLines(machine: TreeState, figures: MachineFigures | null): string[] {
  const heads = figures ? ['STATE', 'NOW', 'EVENT', 'LEADS TO', 'TAKEN'] : ['STATE', 'EVENT', 'LEADS TO'];
  const lines = flat(machine).flatMap((state) => {
    const rows = rowsOf(state);
    const name = state.path === '' ? 'any state' : state.path;
    if (rows.length === 0 && state.path === '') return [];
    const first = figures ? [name, nowText(state, figures)] : [name];
    if (rows.length === 0) return [[...first, '', '', ...(figures ? [''] : [])]];
    return rows.map((row, index) => [
      ...(index === 0 ? first : first.map(() => '')),
      eventText(row),
      targetText(row),
      ...(figures ? [String(takenBy(row, figures.taken))] : []),
    ]);
  });
  return table([heads, ...lines]);
}
