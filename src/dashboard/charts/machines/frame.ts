import { html } from 'hono/html';
import type { MachineLayout, MachineLayouts } from './layout.ts';
import type { Html } from './parts.ts';

/** What every chart of a machine needs. */
export type ChartBasics = {
  layouts: MachineLayouts;
  /** Unique in the page. */
  id: string;
  /** The name of the chart. */
  label: string;
  /** The current state, as counts of transitions name it; null for none. */
  current: string | null;
  /** The page of a state; null for none. */
  hrefOf: (state: string) => string | null;
};

/** The widest chart that is shrunk to the 328 px of a phone. Its smallest text, of 12 px, stays at 11 px. */
export const widestToShrink = 357;

function scroller({
  layout,
  classes,
  id,
  label,
  content,
}: {
  layout: MachineLayout;
  classes: string;
  id: string;
  label: string;
  content: Html;
}): Html {
  const { width, height } = layout;
  const all = width <= widestToShrink ? `chart-scroll shrinks ${classes}` : `chart-scroll ${classes}`;
  const viewBox = `0 0 ${width} ${height}`;
  const svg = html`<svg
    role="group"
    aria-labelledby="${id}-name"
    width="${width}"
    height="${height}"
    viewBox="${viewBox}"
  >
    ${content}
  </svg>`;
  return html`<div class="${all}" role="region" tabindex="0" aria-label="${label}">${svg}</div>`;
}

/** The buttons of a large chart, which the script charts.js shows. */
const zoomTools = html`<div class="chart-tools" hidden>
  <button type="button" data-zoom="out" aria-label="Smaller" aria-keyshortcuts="-">−</button>
  <button type="button" data-zoom="all" aria-keyshortcuts="0">Full size</button>
  <button type="button" data-zoom="in" aria-label="Larger" aria-keyshortcuts="+">+</button>
  <output>100 %</output>
  <span class="soft">In the chart: arrow keys walk from state to state, + − 0 zoom.</span>
</div>`;

/**
 * A chart as a figure: a link that skips it, the drawings, a caption, and the same as a table. With several drawings
 * the stylesheet shows the one for the width of the page.
 */
export function chartFigure({
  id,
  label,
  rendition,
  drawings,
  caption,
  table,
}: {
  id: string;
  label: string;
  rendition: string;
  drawings: readonly { layout: MachineLayout; classes: string; content: Html }[];
  caption: Html | string;
  table: Html;
}): Html {
  return html`<figure class="machine ${rendition}" id="${id}">
    <a class="skip" href="#${id}-after">Skip the chart</a>
    ${rendition === 'full' ? zoomTools : ''} ${drawings.map((drawing) => scroller({ ...drawing, id, label }))}
    <figcaption id="${id}-after"><b id="${id}-name">${label}.</b> ${caption}</figcaption>
    <details>
      <summary>The same as a table</summary>
      ${table}
    </details>
  </figure>`;
}
