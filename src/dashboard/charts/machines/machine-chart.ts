import { html } from 'hono/html';
import { arrowPath } from './arrow-path.ts';
import { chartTable } from './chart-table.ts';
import { chartFigure } from './frame.ts';
import type { ChartBasics } from './frame.ts';
import type {
  Arrow,
  ChartText,
  CoveredTransition,
  MachineLayout,
  MachineLayouts,
  StateBox,
} from './layout.ts';
import {
  area,
  boxClasses,
  classesOf,
  eventAt,
  initialDot,
  silent,
  stateElement,
  stateFrame,
  strokes,
  textAt,
  transitionName,
} from './parts.ts';
import type { Html } from './parts.ts';

/** Without a current state a chart shows the definition alone. */
export type ChartInput = ChartBasics & {
  direction: keyof MachineLayouts;
  /** The transition that led to the current state; null if it is not known. */
  taken: CoveredTransition | null;
  /** The events that the current state accepts. */
  nextEvents: readonly string[];
};

type Drawn = ChartInput & { layout: MachineLayout };
/** Where a line of text stands: where events can happen next, or at the transition that was just taken. */
type Place = { isNext: boolean; isTaken: boolean };

function isTaken({ taken }: ChartInput, { covers }: Arrow): boolean {
  if (taken === null) return false;
  return covers.some(
    ({ from, event, to }) => from === taken.from && event === taken.event && to === taken.to,
  );
}

function eventLine({ taken, nextEvents }: ChartInput, line: ChartText, place: Place): Html {
  const { events = [] } = line;
  const classes = {
    event: true,
    next: place.isNext && events.some((event) => nextEvents.includes(event)),
    'just-taken': place.isTaken && taken !== null && events.includes(taken.event),
  };
  return eventAt(line, classesOf(classes));
}

/** Whether the state is in the box, at any depth. */
function holds(layout: MachineLayout, box: StateBox, state: string | null): boolean {
  if (state === null) return false;
  if (state === box.id) return true;
  return holds(layout, box, layout.boxes.find(({ id }) => id === state)?.parent ?? null);
}

function drawBox(drawn: Drawn, box: StateBox): Html {
  const { layout, current, hrefOf } = drawn;
  const isHere = holds(layout, box, current);
  const name = textAt(box.title, box.kind === 'state' ? 'name' : 'frame-name');
  const content = html`${stateFrame(box)}${name}`;
  if (box.kind === 'open') return silent(boxClasses(layout, box), content);
  return stateElement({
    state: box.id,
    classes: `${boxClasses(layout, box)} ${classesOf({ current: isHere })}`.trim(),
    href: hrefOf(box.id),
    label: isHere ? `${box.name}, the current state` : box.name,
    isCurrent: isHere,
    content,
  });
}

/** The events that stay in a box. They are not part of its link, whose name is the name of the state. */
function drawLines(drawn: Drawn, box: StateBox): Html[] {
  const { layout, current, taken } = drawn;
  const isNext = holds(layout, box, current);
  const hasStayed = isNext && taken !== null && taken.from === taken.to && taken.to === current;
  const lines = box.lines.map((line) => eventLine(drawn, line, { isNext, isTaken: hasStayed }));
  return lines.length === 0 ? [] : [html`<g data-inside="${box.id}">${lines}</g>`];
}

/** The transitions of an arrow, by which scripts find it: `waiting|MINTED|in-flight`, separated by spaces. */
const covered = ({ covers }: Arrow): string => covers.map(transitionName).join(' ');

/** Covers the line behind the labels of an arrow. */
function labelFrame(labels: readonly ChartText[]): Html {
  const [first] = labels;
  if (!first) return html``;
  const width = Math.max(...labels.map(({ text }) => text.length * 7)) + 6;
  return area({ x: first.x - 3, y: first.y - 12, width, height: labels.length * 16 }, 'label');
}

function drawArrow(drawn: Drawn, arrow: Arrow): Html {
  const { current } = drawn;
  const { from, covers, labels } = arrow;
  const wasTaken = isTaken(drawn, arrow);
  const isNext = covers.some((one) => one.from === current);
  const isFar = current !== null && !isNext && !wasTaken;
  const path = arrowPath({ ...arrow, width: wasTaken ? 3 : 1.4 });
  const texts = labels.map((label) => eventLine(drawn, label, { isNext, isTaken: wasTaken }));
  const dot = from === null ? initialDot(arrow) : '';
  const classes = classesOf({ arrow: true, next: isNext, taken: wasTaken, far: isFar });
  return html`<g class="${classes}" data-covers="${covered(arrow)}"
    >${dot}${strokes(path)}${labelFrame(labels)}${texts}</g
  >`;
}

/** Arrows from the current state are drawn over the others, and the one just taken over all. */
function drawChart(drawn: Drawn): Html {
  const { boxes, arrows } = drawn.layout;
  const rankOf = (arrow: Arrow): number => {
    if (isTaken(drawn, arrow)) return 2;
    return arrow.covers.some(({ from }) => from === drawn.current) ? 1 : 0;
  };
  const inOrder = arrows.toSorted((left, right) => rankOf(left) - rankOf(right));
  const isState = ({ kind }: StateBox): boolean => kind === 'state';
  const frames = boxes.filter((box) => !isState(box)).map((box) => drawBox(drawn, box));
  const states = boxes.filter(isState).map((box) => drawBox(drawn, box));
  const lines = inOrder.map((arrow) => drawArrow(drawn, arrow));
  const events = boxes.flatMap((box) => drawLines(drawn, box));
  return html`${silent('arrows', lines)}${frames}${states}${silent('events', events)}`;
}

function sentenceOf({ current, taken, nextEvents }: ChartInput): string {
  if (current === null) return 'Names in brackets are guards. ↻ stays in the state, – changes nothing.';
  const came = taken === null ? '' : ` It came from ${taken.from} by ${taken.event}.`;
  const next = nextEvents.length === 0 ? 'It accepts no event.' : `It accepts ${nextEvents.join(', ')}.`;
  return `The state is ${current}.${came} ${next}`;
}

/**
 * A machine with all its events and guards. The current state is lit, the transition just taken is marked, and the
 * arrows that can be taken next stand out. Below it is the same as a table.
 */
export function machineChart(input: ChartInput): Html {
  const { layouts, direction, id, label } = input;
  const layout = layouts[direction];
  return chartFigure({
    id,
    label,
    rendition: 'full',
    drawings: [{ layout, classes: direction, content: drawChart({ ...input, layout }) }],
    caption: sentenceOf(input),
    table: chartTable(layout),
  });
}
