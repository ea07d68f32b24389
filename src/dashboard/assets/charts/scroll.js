/** The state that each chart was last moved to, by the id of the chart. @type {Map<string, string>} */
const shown = new Map();

/**
 * Moves a chart in its box so that a state is in the middle, once for each change of the state.
 *
 * @param {{ chart: Element, state: string }} input
 */
export function showState({ chart, state }) {
  if (shown.get(chart.id) === state) return;
  const isFirst = !shown.has(chart.id);
  shown.set(chart.id, state);
  const scroller = chart.querySelector('.chart-scroll');
  const box = chart.querySelector(`svg [data-state="${CSS.escape(state)}"]`);
  if (!scroller || !box) return;
  const [frame, target] = [scroller.getBoundingClientRect(), box.getBoundingClientRect()];
  const isStill = isFirst || matchMedia('(prefers-reduced-motion: reduce)').matches;
  scroller.scrollBy({
    left: target.x + target.width / 2 - (frame.x + frame.width / 2),
    top: target.y + target.height / 2 - (frame.y + frame.height / 2),
    behavior: isStill ? 'instant' : 'smooth',
  });
}
