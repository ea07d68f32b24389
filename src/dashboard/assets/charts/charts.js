/**
 * Large charts of machines: zoom with buttons, `+`, `-` and `0`, or with the wheel and Ctrl; moving by dragging; and walking from
 * state to state with the arrow keys. Without this script a chart is a picture in a box that scrolls.
 */

import { markFrom } from './arrows.js';
import { showState } from './scroll.js';
import { nearest } from './walk.js';

const step = 1.25;
const least = 0.4;
const most = 3;

/** The zoom of each chart, by its id. @type {Map<string, number>} */
const zooms = new Map();

export function startCharts() {
  if (document.querySelector('figure.machine') === null) return;
  showCharts();
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('[data-zoom]') : null;
    const chart = button?.closest('figure.machine');
    if (button && chart) zoomBy(chart, button.getAttribute('data-zoom') ?? '');
  });
  document.addEventListener('keydown', onKey);
  document.addEventListener('wheel', onWheel, { passive: false });
  document.addEventListener('pointerdown', onDrag);
  document.addEventListener('focusin', ({ target }) => showFocus(target, true));
  document.addEventListener('focusout', ({ target }) => showFocus(target, false));
}

/** Shows the tools of all charts again, after a region was replaced. */
export function showCharts() {
  for (const chart of document.querySelectorAll('figure.machine.full')) {
    const tools = chart.querySelector('.chart-tools');
    if (tools instanceof HTMLElement) tools.hidden = false;
    resize(chart);
    const states = statesOf(chart);
    const focused = states.find((state) => state === document.activeElement);
    const first =
      focused ??
      states.find((state) => state.matches('.current.state')) ??
      states.find((state) => state.matches('.state'));
    // The start of a large chart may be an empty corner.
    const start = first?.getAttribute('data-state') ?? null;
    if (start !== null && chart.closest('[data-history]') === null) showState({ chart, state: start });
    for (const state of states) {
      if (state.tagName !== 'a') state.setAttribute('tabindex', state === first ? '0' : '-1');
    }
  }
}

/** @param {Element} chart */
function statesOf(chart) {
  return [...chart.querySelectorAll('svg [data-state]')].filter((state) => state.checkVisibility());
}

/**
 * @param {Element} chart
 * @param {string} way `in`, `out`, or anything else for the whole size
 * @param {{ x: number, y: number }} [at] the point that stays where it is, in the window
 */
function zoomBy(chart, way, at) {
  const scroller = chart.querySelector('.chart-scroll');
  if (!scroller) return;
  const old = zooms.get(chart.id) ?? 1;
  const zoom = way === 'in' ? old * step : way === 'out' ? old / step : 1;
  zooms.set(chart.id, Math.min(most, Math.max(least, zoom)));
  const { left, top, width, height } = scroller.getBoundingClientRect();
  const x = at ? at.x - left : width / 2;
  const y = at ? at.y - top : height / 2;
  const [fromLeft, fromTop] = [scroller.scrollLeft + x, scroller.scrollTop + y];
  resize(chart);
  const by = (zooms.get(chart.id) ?? 1) / old;
  scroller.scrollTo({ left: fromLeft * by - x, top: fromTop * by - y, behavior: 'instant' });
}

/** @param {Element} chart */
function resize(chart) {
  const zoom = zooms.get(chart.id) ?? 1;
  const svg = chart.querySelector('.chart-scroll > svg');
  const [, , width, height] = (svg?.getAttribute('viewBox') ?? '').split(' ').map(Number);
  svg?.setAttribute('width', String((width ?? 0) * zoom));
  svg?.setAttribute('height', String((height ?? 0) * zoom));
  const output = chart.querySelector('.chart-tools output');
  if (output) output.textContent = `${Math.round(zoom * 100)} %`;
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const { key, target, ctrlKey, metaKey, altKey } = event;
  if (ctrlKey || metaKey || altKey || !(target instanceof Element)) return;
  const chart = target.closest('figure.machine.full');
  if (!chart || !target.closest('.chart-scroll')) return;
  const way = { '+': 'in', '=': 'in', '-': 'out', 0: 'all' }[key];
  if (way !== undefined) {
    event.preventDefault();
    return zoomBy(chart, way);
  }
  if (!key.startsWith('Arrow') || !target.matches('[data-state]')) return undefined;
  event.preventDefault();
  const next = nearest({ from: target, among: statesOf(chart), key });
  if (next instanceof SVGElement) {
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
  return undefined;
}

/** @param {WheelEvent} event */
function onWheel(event) {
  const { target, ctrlKey, deltaY, clientX, clientY } = event;
  const scroller = target instanceof Element ? target.closest('.full .chart-scroll') : null;
  const chart = scroller?.closest('figure.machine');
  // A pinch on a touchpad is a wheel with Ctrl.
  if (!ctrlKey || !chart) return;
  event.preventDefault();
  zoomBy(chart, deltaY < 0 ? 'in' : 'out', { x: clientX, y: clientY });
}

/** Moves the chart with the mouse. A finger scrolls the box by itself. @param {PointerEvent} event */
function onDrag({ target, pointerType, button, clientX, clientY }) {
  const scroller = target instanceof Element ? target.closest('.full .chart-scroll') : null;
  if (!scroller || pointerType !== 'mouse' || button !== 0) return;
  const { scrollLeft, scrollTop } = scroller;
  const end = new AbortController();
  /** @type {(event: PointerEvent) => void} */
  const move = (event) => {
    scroller.scrollTo({
      left: scrollLeft - (event.clientX - clientX),
      top: scrollTop - (event.clientY - clientY),
      behavior: 'instant',
    });
  };
  document.addEventListener('pointermove', move, { signal: end.signal });
  for (const type of ['pointerup', 'pointercancel'])
    document.addEventListener(type, () => end.abort(), { signal: end.signal });
}

/**
 * A state that is walked to shows what can follow it. In a history the chart shows the chosen step instead.
 *
 * @param {EventTarget | null} target
 * @param {boolean} isFocused
 */
function showFocus(target, isFocused) {
  if (!(target instanceof Element) || !target.matches('.full [data-state]')) return;
  const chart = target.closest('figure.machine');
  if (!chart) return;
  for (const state of statesOf(chart)) {
    if (isFocused && state.tagName !== 'a') state.setAttribute('tabindex', state === target ? '0' : '-1');
  }
  if (chart.closest('[data-history]')) return;
  markFrom({ chart, state: isFocused ? (target.getAttribute('data-state') ?? '') : '' });
}
