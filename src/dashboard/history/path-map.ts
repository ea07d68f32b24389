import type { TransitionCount } from '../../domain/campaign/transition-count.ts';
import { layoutsOf, machineMap } from '../charts/machines/index.ts';
import type { Html } from '../layout/html.ts';

/** The map of a machine with the path of one contact or call: its present state, and the transitions that it took. */
export function pathMap({
  machine,
  label,
  present,
  traffic,
}: {
  machine: 'enrollment' | 'attempt';
  label: string;
  present: string;
  traffic: readonly TransitionCount[];
}): Html | '' {
  const layouts = layoutsOf(machine, 'map');
  if (!layouts) return '';
  return machineMap({
    layouts,
    id: `${machine}-path`,
    label,
    current: present,
    hrefOf: () => null,
    unit: { one: 'time', many: 'times' },
    counts: null,
    total: null,
    traffic,
  });
}
