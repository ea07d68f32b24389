import { isEnd } from '../../../src/domain/contact/enrollment.ts';
import type { TransitionCount } from '../../../src/domain/campaign/transition-count.ts';
import { broken } from './broken.ts';

/** The state of the enrollment machine that a row is in: it has one for all ends. */
const machineState = (state: string): string => (isEnd(state as never) ? 'ended' : state);

/** For each state of a machine, how many rows came to it by the counts, less those that left it. */
function arrivalsOf(counts: readonly TransitionCount[], machine: string): Map<string, number> {
  const arrivals = new Map<string, number>();
  for (const { from, to, count } of counts.filter((one) => one.machine === machine)) {
    arrivals.set(to, (arrivals.get(to) ?? 0) + count);
    if (from !== null) arrivals.set(from, (arrivals.get(from) ?? 0) - count);
  }
  return arrivals;
}

/** By the counts of transitions there are as many rows in each state as there are. */
export function checkTransitions({
  campaign,
  counts,
  people,
  attempts,
}: {
  campaign: string;
  counts: readonly TransitionCount[];
  people: readonly { state: string }[];
  attempts: readonly { state: string }[];
}): void {
  const rows = [
    { machine: 'enrollment', states: people.map(({ state }) => machineState(state)) },
    { machine: 'attempt', states: attempts.map(({ state }) => state) },
  ];
  for (const { machine, states } of rows) {
    const arrivals = arrivalsOf(counts, machine);
    for (const state of new Set([...arrivals.keys(), ...states])) {
      const inState = states.filter((one) => one === state).length;
      if ((arrivals.get(state) ?? 0) !== inState)
        broken(
          `2 counters: by the transitions counted in ${campaign}, ${arrivals.get(state) ?? 0} ${machine}s are ${state}; there are ${inState}`,
        );
    }
  }
}
