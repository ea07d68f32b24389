/**
 * The state that an arrow key leads to: the nearest one in its direction, where a distance to the side counts twice.
 *
 * @param {{ from: Element, among: readonly Element[], key: string }} input
 * @returns {Element | null} null if there is none
 */
export function nearest({ from, among, key }) {
  const start = centreOf(from);
  const isAcross = key === 'ArrowLeft' || key === 'ArrowRight';
  const sign = key === 'ArrowLeft' || key === 'ArrowUp' ? -1 : 1;
  /** @type {{ state: Element, distance: number } | null} */
  let best = null;
  for (const state of among) {
    const { x, y } = centreOf(state);
    const ahead = sign * (isAcross ? x - start.x : y - start.y);
    const aside = Math.abs(isAcross ? y - start.y : x - start.x);
    const distance = ahead + 2 * aside;
    if (state !== from && ahead > 1 && (best === null || distance < best.distance))
      best = { state, distance };
  }
  return best?.state ?? null;
}

/** A box around states is at its name. @param {Element} state */
function centreOf(state) {
  const part = state.matches('.group, .ends') ? (state.querySelector('text') ?? state) : state;
  const { x, y, width, height } = part.getBoundingClientRect();
  return { x: x + width / 2, y: y + height / 2 };
}
