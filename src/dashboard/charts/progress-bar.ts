import { html } from 'hono/html';
import type { ProgressView } from '../../queries/index.ts';
import type { Html } from '../layout/html.ts';
import { counted } from '../text/format.ts';

const width = 1_000;

type Figures = Pick<ProgressView, 'total' | 'completed' | 'failed' | 'stopped' | 'inFlight' | 'remaining'>;

/** The contacts of a campaign as one bar: completed, ended otherwise, in flight, and the rest. */
export function progressBar({ total, completed, failed, stopped, inFlight, remaining }: Figures): Html {
  const parts = [
    { name: 'completed', amount: completed },
    { name: 'otherwise', amount: failed + stopped },
    { name: 'moving', amount: Math.min(inFlight, remaining) },
  ];
  let x = 0;
  const bars = parts.map(({ name, amount }) => {
    const length = total === 0 ? 0 : (amount / total) * width;
    const bar = html`<rect
      class="${name}"
      x="${x.toFixed(1)}"
      y="0"
      width="${length.toFixed(1)}"
      height="8"
    />`;
    x += length;
    return bar;
  });
  const label = `${counted(completed, 'contact')} completed, ${failed + stopped} ended otherwise, ${remaining} remaining`;
  return html`<svg
    class="bar"
    viewBox="0 0 ${width} 8"
    preserveAspectRatio="none"
    role="img"
    aria-label="${label}"
  >
    <rect class="rest" x="0" y="0" width="${width}" height="8" />
    ${bars}
  </svg>`;
}
