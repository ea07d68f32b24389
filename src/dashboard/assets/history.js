/**
 * Steps through the history of a contact or a call: with the slider, with `[` and `]`, or by a click on an event. The chart
 * shows the state after the chosen event. `l` returns to the present.
 */

/** The chosen event; null for the present, which follows new events. @type {string | null} */
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
    else if (key === 'l') choose(items().length - 1);
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
  const state = item?.getAttribute('data-state') ?? '';
  light(history, isPresent ? (history.getAttribute('data-present') ?? state) : state);
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
  const output = history.querySelector('.scrubber output');
  if (output)
    output.textContent = `${index + 1} of ${count}${isPresent ? ', the present' : `: then ${state}`}`;
}

/**
 * Lights one state of the charts of the history.
 *
 * @param {Element} history
 * @param {string} state
 */
function light(history, state) {
  for (const box of history.querySelectorAll('svg [data-state]'))
    box.classList.toggle('current', box.getAttribute('data-state') === state);
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
