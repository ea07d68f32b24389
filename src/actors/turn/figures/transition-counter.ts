import type { TransitionCount } from '../../../domain/campaign/transition-count.ts';
import type { Machines, RowMachine } from '../../transitions/machines.ts';

export type TransitionCounter = {
  /** Counts a transition of a row, by its index in the list of the machine's transitions. */
  note: (machine: RowMachine, index: number) => void;
  /** Counts a transition of the campaign, or many transitions of rows at once. */
  add: (count: TransitionCount) => void;
  counts: () => TransitionCount[];
};

/**
 * Counts the transitions of one turn. Those of rows are counted in an array, because a turn takes up to some thousands
 * of them. All others are counted by name.
 */
export function createTransitionCounter({ transitions }: Pick<Machines, 'transitions'>): TransitionCounter {
  const byIndex = {
    enrollment: transitions.enrollment.map(() => 0),
    attempt: transitions.attempt.map(() => 0),
  };
  const byName = new Map<string, TransitionCount>();

  const add: TransitionCounter['add'] = (added) => {
    const { machine, from, event, to } = added;
    const name = `${machine}|${from}|${event}|${to}`;
    const known = byName.get(name);
    if (known) known.count += added.count;
    else byName.set(name, { ...added });
  };

  return {
    note(machine, index) {
      const counts = byIndex[machine];
      counts[index] = (counts[index] ?? 0) + 1;
    },
    add,
    counts() {
      for (const machine of ['enrollment', 'attempt'] as const) {
        transitions[machine].forEach((transition, index) => {
          const count = byIndex[machine][index] ?? 0;
          if (count > 0) add({ ...transition, machine, count });
        });
        byIndex[machine].fill(0);
      }
      return [...byName.values()].filter(({ count }) => count > 0);
    },
  };
}
