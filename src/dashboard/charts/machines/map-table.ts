import { html } from 'hono/html';
import type { TransitionCount } from '../../../domain/campaign/transition-count.ts';
import type { MachineLayout } from './layout.ts';
import { figure } from './parts.ts';
import type { Html } from './parts.ts';
import { tableOf } from './table.ts';

/** The figures of a map: the number in each state, and the transitions that were taken. */
export function mapTable({
  layout: { boxes },
  boxed,
  traffic,
  unit,
}: {
  layout: MachineLayout;
  boxed: ReadonlyMap<string, number | null>;
  traffic: readonly TransitionCount[];
  unit: { many: string };
}): Html {
  const states = boxes.filter(({ kind, id }) => kind === 'state' && boxed.has(id));
  const taken = traffic.toSorted((left, right) => right.count - left.count);
  return html`${tableOf({
    heads: ['state', unit.many],
    rows: states.map(({ id }) => [id, figure(boxed.get(id) ?? null)]),
    figures: 1,
  })}
  ${tableOf({
    heads: ['from', 'event', 'to', 'times taken'],
    rows: taken.map(({ from, event, to, count }) => [from ?? '–', event ?? 'added', to, figure(count)]),
    figures: 1,
  })}`;
}
