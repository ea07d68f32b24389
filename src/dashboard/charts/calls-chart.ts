import { html } from 'hono/html';
import type { Html } from '../layout/html.ts';
import { area, axesFor, grid } from './axes.ts';
import type { Axes, Point, Size } from './axes.ts';
import { px } from './scale.ts';

/** The numbers of marks stand above the plot. */
const size: Size = { width: 960, height: 260, left: 56, right: 44, top: 32, bottom: 28 };
const minute = 60_000;
/** Marks that are nearer to each other share a label, in pixels. */
const labelRoom = 28;
/** The width of a step of the line, in pixels: the steps show the most calls within them. */
const stepPx = 2;

/** A call from its start to its end, in milliseconds; `to` is null while it is open. */
export type Span = { from: number; to: number | null };

/** An instant that is marked, and since when what it ended had lasted; null if that is not known. */
export type Mark = { number: number; since: number | null; at: number };

/** Returns the calls that are open at once over time, with marks; nothing without calls. Marks before the calls are left out. */
export function callsChart({
  spans,
  marks,
  now,
}: {
  spans: readonly Span[];
  marks: readonly Mark[];
  now: number;
}): Html | '' {
  const levels = openAtOnce({ spans, now });
  const [first] = levels;
  if (!first) return '';
  const shown = marks.filter(({ at }) => at >= first.at);
  const last = Math.max(levels.at(-1)?.at ?? 0, ...shown.map(({ at }) => at), first.at + minute);
  const highest = levels.reduce((most, { amount }) => Math.max(most, amount), 0);
  const axes = axesFor({ from: first.at, to: last, highest, size });
  return html`<div class="scroller" role="region" aria-label="Chart of calls and takeovers" tabindex="0">
    <svg
      viewBox="0 0 ${size.width} ${size.height}"
      width="${size.width}"
      height="${size.height}"
      role="img"
      aria-label="Calls at once over time, at most ${highest}, with ${shown.length} marks"
    >
      ${grid(axes)} ${area(stepsOf(levels, axes), axes)} ${gaps(shown, axes)} ${lines(shown, axes)}
    </svg>
  </div>`;
}

/** The number of open calls after each change, in order. */
function openAtOnce({ spans, now }: { spans: readonly Span[]; now: number }): Point[] {
  const changes = spans.flatMap(({ from, to }) => [
    { at: from, by: 1 },
    ...(to === null ? [] : [{ at: to, by: -1 }]),
  ]);
  if (changes.length === 0) return [];
  changes.sort((left, right) => left.at - right.at || left.by - right.by);
  let amount = 0;
  const levels = changes.map(({ at, by }) => ({ at, amount: (amount += by) }));
  return amount > 0 ? [...levels, { at: Math.max(now, levels.at(-1)?.at ?? now), amount }] : levels;
}

/** The line: one level for each step, the highest one within it. */
function stepsOf(levels: readonly Point[], { from, to, size: { left, right, width } }: Axes): Point[] {
  const stepMs = ((to - from) * stepPx) / (width - left - right);
  const points: Point[] = [];
  let [next, open] = [0, 0];
  for (let at = from; at < to && next < levels.length; at += stepMs) {
    let most = open;
    for (; next < levels.length && (levels[next]?.at ?? 0) < at + stepMs; next += 1) {
      open = levels[next]?.amount ?? 0;
      most = Math.max(most, open);
    }
    if (points.at(-1)?.amount === most) continue;
    if (points.length > 0) points.push({ at, amount: points.at(-1)?.amount ?? 0 });
    points.push({ at, amount: most });
  }
  const last = levels.at(-1);
  return last ? [...points, { at: last.at, amount: points.at(-1)?.amount ?? 0 }] : points;
}

/** The time before each mark as a band. A short one is as wide as a line. */
const gaps = (marks: readonly Mark[], { x, y, from, most }: Axes): readonly (Html | '')[] =>
  marks.map(({ since, at }) => {
    if (since === null) return '';
    const start = x(Math.max(from, since));
    return html`<rect
      class="gap"
      x="${px(start)}"
      y="${px(y(most))}"
      width="${px(Math.max(stepPx, x(at) - start))}"
      height="${px(y(0) - y(most))}"
    />`;
  });

/** A line at each mark, and its number above; one label for marks that are close together. */
function lines(marks: readonly Mark[], { x, y, most }: Axes): Html {
  const labels: { x: number; first: number; last: number }[] = [];
  for (const { number, at } of marks.toSorted((left, right) => left.at - right.at)) {
    const label = labels.at(-1);
    if (label && x(at) - label.x < labelRoom) label.last = number;
    else labels.push({ x: x(at), first: number, last: number });
  }
  return html`${marks.map(
    ({ at }) =>
      html`<line
        class="mark"
        x1="${px(x(at))}"
        x2="${px(x(at))}"
        y1="${px(y(most) - 8)}"
        y2="${px(y(0))}"
      />`,
  )}${labels.map(
    ({ x: at, first, last }) =>
      html`<text class="mark-name" x="${px(at)}" y="${px(y(most) - 14)}" text-anchor="middle"
        >${first === last ? first : `${first}–${last}`}</text
      >`,
  )}`;
}
