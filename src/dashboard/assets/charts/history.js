/**
 * Steps through the history of a contact, a call or a campaign: with the slider, with `[` and `]`, or by a click on an event. The
 * chart, the snapshot and the next events are those after the chosen event. `l` follows the present.
 */
import { markFrom } from './arrows.js';
import { showState } from './scroll.js';

/** The chosen event; null to follow the present. @type {string | null} */
let chosen = null;

export function startHistory() {
  if (document.querySelector('[data-history]') === null) return;
  showHistory();
  document.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLInputElement && target.closest('.scrubber')) choose(Number(target.value) - 1);
  });
  document.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element)) return;
    const button = target.closest('.scrubber [data-step]');
    if (button) return step(Number(button.getAttribute('data-step')));
    if (target.closest('.scrubber [data-follow]')) return follow(chosen !== null);
    const item = target.closest('[data-history] [data-event]');
    if (item && !getSelection()?.toString()) choose(items().indexOf(item));
    return undefined;
  });
  document.addEventListener('keydown', (event) => {
    const { key, target, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey) return;
    if (target instanceof Element && target.matches('input:not([type=range]), select, textarea')) return;
    if (document.querySelector('dialog[open]')) return;
    if (key === '[') step(-1);
    else if (key === ']') step(1);
    else if (key === 'l') follow(true);
  });
}

/** Shows the chosen event again, after a region was replaced. */
export function showHistory() {
  const history = document.querySelector('[data-history]');
  const slider = history?.querySelector('.scrubber input');
  if (!history || !(slider instanceof HTMLInputElement)) return;
  const all = items();
  const found = all.findIndex((item) => item.getAttribute('data-event') === chosen);
  const index = found < 0 ? all.length - 1 : found;
  const item = all[index];
  const isPresent = index === all.length - 1;
  for (const other of all) {
    if (other === item && !isPresent) other.setAttribute('aria-current', 'step');
    else other.removeAttribute('aria-current');
  }
  const present = history.getAttribute('data-present') ?? '';
  const state = item?.getAttribute('data-state') ?? present;
  light({ history, state: isPresent ? present : state, taken: item?.getAttribute('data-taken') ?? '' });
  showOnly(history, 'data-snapshot', item?.getAttribute('data-event') ?? '');
  showOnly(history, 'data-accepts', isPresent ? present : state);
  show({ history, slider, index, count: all.length, state, text: textOf(item) });
}

/** @param {{ history: Element, slider: HTMLInputElement, index: number, count: number, state: string, text: string }} shown */
function show({ history, slider, index, count, state, text }) {
  const scrubber = slider.closest('.scrubber');
  if (scrubber instanceof HTMLElement) scrubber.hidden = false;
  slider.max = String(count);
  slider.value = String(index + 1);
  const isPresent = index === count - 1;
  slider.setAttribute('aria-valuetext', `${index + 1} of ${count}: ${text}, ${state}`);
  history.classList.toggle('past', !isPresent);
  scrubber?.querySelector('[data-follow]')?.setAttribute('aria-pressed', String(chosen === null));
  const output = history.querySelector('.scrubber output');
  if (output)
    output.textContent = `${index + 1} of ${count}${isPresent ? ', the present' : `: then ${state}`}`;
}

/**
 * Lights one state of the charts of the history. A chart with events also shows what led to it and what can follow.
 *
 * @param {{ history: Element, state: string, taken: string }} input
 */
function light({ history, state, taken }) {
  for (const chart of history.querySelectorAll('figure.machine')) {
    if (chart.classList.contains('full')) {
      markFrom({ chart, state, taken });
      showState({ chart, state });
      continue;
    }
    for (const box of chart.querySelectorAll('svg [data-state]'))
      box.classList.toggle('current', box.getAttribute('data-state') === state);
  }
}

/**
 * Shows the part of the history that belongs to the chosen step, and hides the others.
 *
 * @param {Element} history
 * @param {string} name
 * @param {string} wanted
 */
function showOnly(history, name, wanted) {
  for (const part of history.querySelectorAll(`[${name}]`))
    if (part instanceof HTMLElement) part.hidden = part.getAttribute(name) !== wanted;
}

/** Follows new events, or stays at the newest one. @param {boolean} isOn */
function follow(isOn) {
  chosen = isOn ? null : (items().at(-1)?.getAttribute('data-event') ?? null);
  showHistory();
}

/** @param {number} by */
function step(by) {
  const all = items();
  const at = all.findIndex((item) => item.getAttribute('data-event') === chosen);
  choose((at < 0 ? all.length - 1 : at) + by);
}

/** @param {number} index */
function choose(index) {
  const all = items();
  const item = all[Math.min(Math.max(index, 0), all.length - 1)];
  if (!item) return;
  chosen = item === all.at(-1) ? null : item.getAttribute('data-event');
  showHistory();
  const list = item.parentElement;
  if (list && list.scrollHeight > list.clientHeight) item.scrollIntoView({ block: 'nearest' });
}

function items() {
  return [...document.querySelectorAll('[data-history] [data-event]')];
}

/** @param {Element | undefined} item */
function textOf(item) {
  return item?.querySelector('.what')?.textContent?.replaceAll(/\s+/g, ' ').trim() ?? '';
}
