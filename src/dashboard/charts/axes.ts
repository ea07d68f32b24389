import { html } from 'hono/html';
import type { Html } from '../layout/html.ts';
import { count } from '../text/format.ts';
import { linear, px, ticksUpTo, timeTicks } from './scale.ts';
import type { Scale } from './scale.ts';

/** A picture, and the room around its plot, in pixels. */
export type Size = {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
};

/** The axes of a chart of amounts over time. `most`: the amount at the upper end. */
export type Axes = { x: Scale; y: Scale; from: number; to: number; most: number; size: Size };

/** Returns axes for the instants from `from` to `to` and for amounts up to the round value above `highest`. */
export function axesFor({
  from,
  to,
  highest,
  size,
}: Pick<Axes, 'from' | 'to' | 'size'> & { highest: number }): Axes {
  const { width, height, left, right, top, bottom } = size;
  const most = ticksUpTo(highest).at(-1) ?? 1;
  return {
    from,
    to,
    most,
    size,
    x: linear({ from: [from, to], to: [left, width - right] }),
    y: linear({ from: [0, most], to: [height - bottom, top] }),
  };
}

/** The lines and labels of the axes. */
export function grid({ x, y, from, to, most, size: { width, height, left, right, bottom } }: Axes): Html {
  return html`${ticksUpTo(most).map(
    (value) =>
      html`<g class="tick">
        <line x1="${left}" x2="${width - right}" y1="${px(y(value))}" y2="${px(y(value))}" />
        <text x="${left - 8}" y="${px(y(value) + 4)}" text-anchor="end">${count(value)}</text>
      </g>`,
  )}
  ${timeTicks({ from, to }).map(
    (at) =>
      html`<text
        class="tick-time"
        x="${px(x(at))}"
        y="${height - bottom + 18}"
        text-anchor="middle"
        data-at="${new Date(at).toISOString()}"
        >${new Date(at).toISOString().slice(11, 16)}</text
      >`,
  )}`;
}

/** An instant and an amount. */
export type Point = { at: number; amount: number };

/** Points for the attribute `points` of SVG. */
export const line = (points: readonly Point[], { x, y }: Axes): string =>
  points.map(({ at, amount }) => `${px(x(at))},${px(y(amount))}`).join(' ');

/** A line through points, and the area under it. */
export function area(points: readonly Point[], axes: Axes): Html | '' {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return '';
  const base = [
    { at: last.at, amount: 0 },
    { at: first.at, amount: 0 },
  ];
  return html`<polygon class="area" points="${line([...points, ...base], axes)}" />
    <polyline class="line" points="${line(points, axes)}" />`;
}
