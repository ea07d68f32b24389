import type { MachineLayout } from './layout.ts';
import type { Html } from './parts.ts';
import { tableOf } from './table.ts';

/** What each state of a machine does with each event, as a table. */
export function chartTable({ boxes, arrows }: MachineLayout): Html {
  const stays = boxes.flatMap(({ id, lines }) =>
    lines.map(({ text }) => [id, text.slice(2), text.startsWith('–') ? 'ignored' : 'stays']),
  );
  const moves = arrows.flatMap(({ from, to, labels }) => labels.map(({ text }) => [from ?? '', text, to]));
  const order = boxes.map(({ id }) => id);
  const placeOf = ([state]: readonly string[]): number => order.indexOf(state ?? '');
  return tableOf({
    heads: ['state', 'event', 'leads to'],
    rows: [...moves, ...stays].sort((left, right) => placeOf(left) - placeOf(right)),
    figures: 0,
  });
}
