/**
 * Marks what can follow a state in a full chart of a machine: the arrows that leave it, and the events that stay in it.
 *
 * @param {{ chart: Element, state: string, taken?: string }} input `taken`: the transition that led to the state
 */
export function markFrom({ chart, state, taken = '' }) {
  for (const box of chart.querySelectorAll('svg [data-state]'))
    box.classList.toggle('current', isInside(state, box.getAttribute('data-state') ?? ''));
  for (const arrow of chart.querySelectorAll('svg [data-covers]')) {
    const covered = (arrow.getAttribute('data-covers') ?? '').split(' ');
    const isNext = state !== '' && covered.some((one) => one.startsWith(`${state}|`));
    const isTaken = taken !== '' && covered.includes(taken);
    arrow.classList.toggle('next', isNext);
    arrow.classList.toggle('taken', isTaken);
    arrow.classList.toggle('far', state !== '' && !isNext && !isTaken);
    markTexts({ part: arrow, isNext, event: isTaken ? (taken.split('|')[1] ?? '') : '' });
  }
  const stayed = taken.startsWith(`${state}|`) && taken.endsWith(`|${state}`) ? taken.split('|')[1] : '';
  for (const part of chart.querySelectorAll('svg [data-inside]')) {
    const isHere = isInside(state, part.getAttribute('data-inside') ?? '');
    markTexts({ part, isNext: isHere, event: isHere ? (stayed ?? '') : '' });
  }
}

/** Whether a state is a box or is inside it: `running.waiting` is inside `running`. */
/** @type {(state: string, box: string) => boolean} */
export const isInside = (state, box) => state === box || state.startsWith(`${box}.`);

/** @param {{ part: Element, isNext: boolean, event: string }} input */
function markTexts({ part, isNext, event }) {
  for (const text of part.querySelectorAll('text.event')) {
    text.classList.toggle('next', isNext);
    const name = text.firstChild?.textContent?.replace(/^[↻–] /, '').trim();
    text.classList.toggle('just-taken', event !== '' && name === event);
  }
}
