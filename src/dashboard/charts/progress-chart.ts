import { html } from 'hono/html';
import type { ProgressView, SeriesView } from '../../queries/index.ts';
import type { Html } from '../layout/html.ts';
import { count, counted, instant } from '../text/format.ts';
import type { Pause } from './pauses.ts';
import { area, axesFor, grid, line } from './axes.ts';
import type { Axes, Point, Size } from './axes.ts';
import { px } from './scale.ts';

/** The label of the last instant is wider than its tick: it needs half of its width at the right. */
const size: Size = { width: 960, height: 260, left: 56, right: 44, top: 12, bottom: 28 };

type ChartInput = {
  progress: ProgressView;
  series: SeriesView;
  pauses: readonly Pause[];
  /** Since when pauses are known; null if all are. */
  pausesSince: string | null;
};

/** The contacts that had ended by the end of each step, up to now. */
function pointsOf({ progress, series }: ChartInput): Point[] {
  const now = Date.parse(progress.asOf);
  const ended = progress.total - progress.remaining;
  const inSeries = series.items.reduce((sum, { contactsEnded }) => sum + contactsEnded, 0);
  let sum = ended - inSeries;
  const points = [{ at: Date.parse(series.from), amount: sum }];
  for (const { at, contactsEnded } of series.items) {
    points.push({ at: Date.parse(at), amount: sum });
    sum += contactsEnded;
    points.push({ at: Math.min(now, Date.parse(at) + stepMs(series)), amount: sum });
  }
  return [...points, { at: now, amount: ended }];
}

const minute = 60_000;
const steps = { '5m': 5, '15m': 15, '1h': 60, '6h': 360, '1d': 1_440 } as const;
const stepMs = ({ step }: Pick<SeriesView, 'step'>): number => steps[step] * minute;

/** The expected rest: the wedge from now to the earliest and the latest likely end, and the most likely one. */
function fan({ progress: { eta, total } }: ChartInput, now: Point, axes: Axes): Html | '' {
  if (!eta) return '';
  const end = (at: string): Point => ({ at: Date.parse(at), amount: total });
  return html`<polygon class="fan" points="${line([now, end(eta.early), end(eta.late)], axes)}" />
    <polyline class="likely" points="${line([now, end(eta.likely)], axes)}" />`;
}

/** The pauses as bands behind the line. A short one is as wide as a line. */
function bands({ pauses }: ChartInput, now: Point, { x, from }: Axes): readonly Html[] {
  const { height, top, bottom } = size;
  return pauses.map((pause) => {
    const [start, end] = [x(Math.max(from, pause.from)), x(pause.to ?? now.at)];
    return html`<rect
      class="pause"
      x="${px(start)}"
      y="${top}"
      width="${px(Math.max(2, end - start))}"
      height="${height - top - bottom}"
    />`;
  });
}

/** The pauses in words; nothing if there are none and all are known. */
function pausesText({ pauses, pausesSince }: ChartInput): Html | '' {
  const last = pauses.at(-1);
  const bandsAre = pauses.length === 1 ? 'The grey band is a pause' : 'The grey bands are pauses';
  return html`${
    last === undefined
      ? ''
      : html`${bandsAre}, the last from ${instant(new Date(last.from).toISOString())}
        ${last.to === null ? 'until now' : html`to ${instant(new Date(last.to).toISOString())}`}. `
  }${pausesSince === null ? '' : html`Pauses before ${instant(pausesSince)} are not shown.`}`;
}

function axesOf({ progress, series }: ChartInput): Axes {
  const now = Date.parse(progress.asOf);
  const from = Date.parse(series.from);
  const to = Math.max(now, progress.eta ? Date.parse(progress.eta.late) : now, from + minute);
  return axesFor({ from, to, highest: progress.total, size });
}

/** The finding in words, which is also what a reader of the screen hears. */
function finding({ progress: { total, remaining, eta } }: ChartInput): Html {
  const ended = counted(total - remaining, 'contact has', 'contacts have');
  if (remaining === 0) return html`All ${counted(total, 'contact')} have ended.`;
  if (!eta) return html`${ended} ended. The end is not known.`;
  return html`${ended} ended. The rest is likely to end ${instant(eta.likely)}, at the earliest
  ${instant(eta.early)}, at the latest ${instant(eta.late)}.`;
}

/** Returns the contacts that have ended over time, and the range in which the rest is expected to end. */
export function progressChart(input: ChartInput): Html {
  const { width, height, top, bottom } = size;
  const points = pointsOf(input);
  const now = points.at(-1) ?? { at: 0, amount: 0 };
  const axes = axesOf(input);
  const nowX = px(axes.x(now.at));
  return html`<figure class="chart">
    <div class="scroller" role="region" aria-label="Progress over time" tabindex="0">
      <svg
        viewBox="0 0 ${width} ${height}"
        width="${width}"
        height="${height}"
        role="img"
        aria-label="Contacts ended over time"
      >
        ${bands(input, now, axes)} ${grid(axes)} ${fan(input, now, axes)} ${area(points, axes)}
        <line class="now" x1="${nowX}" x2="${nowX}" y1="${top}" y2="${height - bottom}" />
      </svg>
    </div>
    <figcaption>${finding(input)} ${pausesText(input)}</figcaption>
    <details>
      <summary>The same as a table</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col" class="number">Calls placed</th>
            <th scope="col" class="number">Contacts ended</th>
          </tr>
        </thead>
        <tbody>
          ${input.series.items.map(
            ({ at, placed, contactsEnded }) =>
              html`<tr>
                <td>${instant(at)}</td>
                <td class="number">${count(placed)}</td>
                <td class="number">${count(contactsEnded)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </details>
  </figure>`;
}
