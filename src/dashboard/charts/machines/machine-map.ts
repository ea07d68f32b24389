import { html } from 'hono/html';
import type { TransitionCount } from '../../../domain/campaign/transition-count.ts';
import { arrowPath } from './arrow-path.ts';
import { boxCounts, takenOf, totalOf, widthOf } from './box-counts.ts';
import type { StateCounts } from './box-counts.ts';
import { chartFigure } from './frame.ts';
import type { ChartBasics } from './frame.ts';
import type { Arrow, MachineLayout, StateBox } from './layout.ts';
import { mapTable } from './map-table.ts';
import {
  boxClasses,
  classesOf,
  figure,
  group,
  halo,
  initialDot,
  silent,
  stateElement,
  stateFrame,
  strokes,
  textAt,
} from './parts.ts';
import type { Html } from './parts.ts';

export type MapInput = ChartBasics & {
  /** What is counted: `{ one: 'contact', many: 'contacts' }`. */
  unit: { one: string; many: string };
  /** The number in each state. Null shows none. */
  counts: StateCounts | null;
  /** The number that the counts must add up to, from another source; null if there is none. */
  total: number | null;
  /** The transitions of this machine that were taken; null if they are not known. */
  traffic: readonly TransitionCount[] | null;
};

/** What is drawn: the input with the figures that follow from it. */
type Drawn = Omit<MapInput, 'traffic'> & {
  traffic: readonly TransitionCount[];
  isTravelKnown: boolean;
  layout: MachineLayout;
  boxed: ReadonlyMap<string, number | null>;
  most: number;
};

const inUnits = (count: number | null, { one, many }: MapInput['unit']): string =>
  `${figure(count)} ${count === 1 ? one : many}`;

function countAt({ kind, title, x, y, width }: StateBox, count: number | null): Html {
  const text = figure(count);
  return kind === 'state'
    ? textAt({ text, x: title.x, y: y + 41 }, 'count')
    : textAt({ text, x: x + width - 12, y: title.y }, 'count');
}

function drawBox({ layout, boxed, current, unit, hrefOf }: Drawn, box: StateBox): Html {
  const count = boxed.get(box.id);
  const isCurrent = current === box.id;
  const own = classesOf({ current: isCurrent, empty: count === 0 && !isCurrent });
  const classes = `${boxClasses(layout, box)} ${own}`.trim();
  const name = textAt(box.title, box.kind === 'state' ? 'name' : 'frame-name');
  const content = html`${stateFrame(box)}${name} ${count === undefined ? '' : countAt(box, count)}`;
  if (box.kind === 'open') return silent(classes, content);
  const label = count === undefined ? box.name : `${box.name} ${inUnits(count, unit)}`;
  return stateElement({ state: box.id, classes, href: hrefOf(box.id), label, isCurrent, content });
}

function drawArrow({ traffic, most }: Drawn, arrow: Arrow): Html {
  const taken = takenOf(arrow, traffic);
  const path = arrowPath({ ...arrow, width: widthOf(taken, most) });
  if (arrow.from === null) return group('arrow', html`${initialDot(arrow)}${strokes(path)}`);
  const title = html`<title>${arrow.from} → ${arrow.to}: ${figure(taken)}</title>`;
  return group('arrow', html`${title}${taken > 0 ? halo(path) : ''}${strokes(path)}`);
}

/** Arrows are behind the boxes. Thin arrows are drawn over thick ones. */
function drawMap(drawn: Drawn): Html {
  const { boxes, arrows } = drawn.layout;
  const isState = ({ kind }: StateBox): boolean => kind === 'state';
  const frames = boxes.filter((box) => !isState(box)).map((box) => drawBox(drawn, box));
  const states = boxes.filter(isState).map((box) => drawBox(drawn, box));
  const takenBy = (arrow: Arrow): number => takenOf(arrow, drawn.traffic);
  const drawAll = (wanted: boolean): Html[] =>
    arrows
      .filter((arrow) => takenBy(arrow) > 0 === wanted)
      .toSorted((left, right) => takenBy(right) - takenBy(left))
      .map((arrow) => drawArrow(drawn, arrow));
  return html`${silent(drawn.isTravelKnown ? 'untravelled' : 'plain', drawAll(false))}${silent('travelled', drawAll(true))}${frames}${states}`;
}

/** What the counts add up to, and what is wrong with them. */
function sumSentences({ layouts: { right }, counts, total, unit }: MapInput): Html[] {
  if (counts === null) return [];
  const sum = totalOf(counts);
  const placed = new Set(right.boxes.map(({ id }) => id));
  const missing = Object.keys(counts).filter((state) => !placed.has(state));
  const warnings = [
    ...(total !== null && sum !== null && sum !== total
      ? [`This differs from the total: ${inUnits(total, unit)}.`]
      : []),
    ...(missing.length > 0 ? [`Not in the chart: ${missing.join(', ')}.`] : []),
  ];
  const unknown = Object.keys(counts).filter((state) => counts[state] === null);
  const known = totalOf(Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== null)));
  return [
    unknown.length === 0 || unknown.length === Object.keys(counts).length
      ? html`The states add up to ${inUnits(sum, unit)}.`
      : html`The states add up to ${inUnits(known, unit)}, without ${unknown.join(', ')}, which is not
        counted.`,
    ...warnings.map((text) => html`<strong class="differs">${text}</strong>`),
  ];
}

const widthSentence = (most: number): Html =>
  most === 0
    ? html`No transition was taken yet.`
    : html`The widest arrow is ${figure(most)} ${most === 1 ? 'transition' : 'transitions'}. A dotted arrow
      was never taken.`;

/**
 * A machine as a map: the number in each state, and arrows as wide as their traffic. Below it are the sum of the
 * counts, with a warning if it differs from `total`, and the same figures as tables.
 */
export function machineMap(input: MapInput): Html {
  const { layouts, id, label, counts, unit } = input;
  const traffic = input.traffic ?? [];
  const most = Math.max(0, ...layouts.right.arrows.map((arrow) => takenOf(arrow, traffic)));
  const boxed = counts === null ? new Map<string, number | null>() : boxCounts(layouts.right, counts);
  const drawing = (layout: MachineLayout) =>
    drawMap({ ...input, traffic, isTravelKnown: input.traffic !== null, layout, boxed, most });
  const sentences = [...sumSentences(input), ...(input.traffic === null ? [] : [widthSentence(most)])];
  return chartFigure({
    id,
    label,
    rendition: 'map',
    drawings: [
      { layout: layouts.right, classes: 'wide', content: drawing(layouts.right) },
      { layout: layouts.down, classes: 'narrow', content: drawing(layouts.down) },
    ],
    caption: html`${sentences.map((one) => html`${one} `)}`,
    table: mapTable({ layout: layouts.right, boxed, traffic, unit }),
  });
}
