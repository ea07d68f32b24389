/** Writes instants in the zone and the language of the browser. The server writes them in UTC. */
import { businessNow, noteClock } from './clock.js';

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short' });
const dayAndYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const hourAndMinute = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

const secondMs = 1_000;
const units = /** @type {const} */ ([
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
]);

/** Writes all times of the page again. Times since an instant change every second. */
export function startTimes() {
  noteClock(Number(document.body.dataset['business']));
  showTimes();
  setInterval(showMoving, secondMs);
}

export function showTimes() {
  for (const element of document.querySelectorAll('time[datetime]')) write(element);
  for (const tick of document.querySelectorAll('text[data-at]')) writeTick(tick);
}

/**
 * A tick of a time axis: the hour, or at midnight the day.
 *
 * @param {Element} tick
 */
function writeTick(tick) {
  const at = new Date(tick.getAttribute('data-at') ?? '');
  if (Number.isNaN(at.getTime())) return;
  const isMidnight = at.getHours() === 0 && at.getMinutes() === 0;
  const written = (isMidnight ? day : hourAndMinute).format(at);
  if (tick.textContent !== written) tick.textContent = written;
}

function showMoving() {
  for (const element of document.querySelectorAll('time[data-shown=since], time[data-shown=age]'))
    write(element);
}

/** @param {Element} element */
function write(element) {
  const text = element.getAttribute('datetime') ?? '';
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return;
  const written = textOf(at, element.getAttribute('data-shown') ?? 'time');
  if (element.textContent !== written) element.textContent = written;
  if (!element.hasAttribute('title')) element.setAttribute('title', text);
}

/**
 * @param {Date} at
 * @param {string} shown
 */
function textOf(at, shown) {
  if (shown === 'wall') return time.format(at);
  if (shown === 'since') return since(at, businessNow());
  if (shown === 'age') return since(at, Date.now());
  if (shown === 'hour') return String(at.getHours()).padStart(2, '0');
  if (shown === 'exact') return `${day.format(at)}, ${time.format(at)}`;
  const now = new Date(businessNow());
  const isToday = at.toDateString() === now.toDateString();
  if (isToday && shown === 'time') return time.format(at);
  const isNear = Math.abs(at.getTime() - now.getTime()) < 150 * 86_400 * secondMs;
  return `${(isNear ? day : dayAndYear).format(at)}, ${hourAndMinute.format(at)}`;
}

/**
 * @param {Date} at
 * @param {number} now
 */
function since(at, now) {
  const seconds = Math.round((at.getTime() - now) / secondMs);
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return relative.format(Math.trunc(seconds / size), unit);
}
