import type { TreeState } from './machine-tree.ts';

/** A transition that a state accepts. */
export type AcceptedTransition = {
  event: string;
  /** The name of its guard; null if it is taken without a condition. */
  guard: string | null;
  /** The path of the state that it leads to; null if it stays in the state. */
  to: string | null;
};

/**
 * Returns the transitions of a state and of the states around it, inner ones first. For one event they are tried in this
 * order. A transition that can never be reached, because one before it has no guard, is left out. `path` is that of the
 * state, such as `running.waiting`.
 */
export function acceptedTransitions(machine: TreeState, path: string): AcceptedTransition[] {
  const around = [machine];
  for (const name of path.split('.')) {
    const inner = around[0]?.states.find((state) => state.name === name);
    if (inner) around.unshift(inner);
  }
  const accepted: AcceptedTransition[] = [];
  for (const { event, guard, target } of around.flatMap(({ transitions }) => transitions)) {
    if (accepted.some((one) => one.event === event && one.guard === null)) continue;
    accepted.push({ event, guard, to: target });
  }
  return accepted;
}
