/**
 * Replaces the regions of the page as they change. All tabs of a browser share one connection, held by a SharedWorker; where
 * there is none, each visible tab has its own.
 */
import { noteClock } from './clock.js';
import { openStream } from './stream.js';
import { trusted } from '../trusted.js';

/** Without a message for this long the page says that it is not live. The service sends a beat every 5 seconds. */
const silenceMs = 12_000;

/** @param {{ onChanged: () => void }} input */
export function startLive({ onChanged }) {
  if (document.querySelector('[data-region]') === null) return;
  let lastAt = Date.now();
  let isLive = false;
  const silence = setInterval(() => {
    if (Date.now() - lastAt > silenceMs) setLive(false);
  }, 1_000);

  /** @param {boolean} live */
  const setLive = (live) => {
    if (live === isLive && document.documentElement.dataset['live']) return;
    isLive = live;
    document.documentElement.dataset['live'] = live ? 'on' : 'off';
    showLive(live, lastAt);
    if (!live) onChanged();
  };

  const connection = connect((message) => {
    if (message.type === 'lost') return setLive(false);
    if (message.type === 'signed-out') {
      clearInterval(silence);
      location.reload();
      return undefined;
    }
    lastAt = Date.now();
    if (message.type === 'beat') noteClock(message.business);
    if (message.type === 'region') {
      replace(message.key, message.html);
      connection.follow(regionKeys());
      onChanged();
    }
    if (message.type === 'gone') replace(message.key, '<p>This is gone.</p>');
    return setLive(true);
  });
  connection.follow(regionKeys());
}

function regionKeys() {
  const keys = [...document.querySelectorAll('[data-region]')].map((element) =>
    element.getAttribute('data-region'),
  );
  return [...new Set(keys.filter((key) => key !== null))];
}

/**
 * @typedef {{ type: 'region', key: string, html: string } | { type: 'gone', key: string } | { type: 'beat', business: number } | { type: 'lost' | 'signed-out' }} Message
 * @typedef {{ follow: (keys: string[]) => void }} Connection
 */

/**
 * @param {(message: Message) => void} onMessage
 * @returns {Connection}
 */
function connect(onMessage) {
  return 'SharedWorker' in globalThis ? connectWorker(onMessage) : connectDirectly(onMessage);
}

/** @type {(onMessage: (message: Message) => void) => Connection} */
function connectWorker(onMessage) {
  const url = trusted.createScriptURL(document.body.dataset['worker'] ?? '');
  const { port } = new SharedWorker(url, { type: 'module', name: 'ringmaster' });
  port.addEventListener('message', ({ data }) => onMessage(data));
  port.start();
  let followed = '';
  // A page in the back-forward cache follows nothing, and again when it is shown.
  addEventListener('pagehide', () => port.postMessage({ keys: [] }));
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) port.postMessage({ keys: regionKeys() });
  });
  return {
    follow(keys) {
      if (followed === keys.join(' ')) return;
      followed = keys.join(' ');
      port.postMessage({ keys });
    },
  };
}

/** @type {(onMessage: (message: Message) => void) => Connection} */
function connectDirectly(onMessage) {
  const stream = openStream({ onMessage });
  /** @type {string[]} */
  let keys = [];
  const update = () => stream.follow(document.visibilityState === 'visible' ? keys : []);
  document.addEventListener('visibilitychange', update);
  return {
    follow(wanted) {
      keys = wanted;
      update();
    },
  };
}

/**
 * Replaces the content of a region. Elements keep their identity, so that focus, selection and open dialogs stay. Regions
 * inside it have messages of their own.
 *
 * @param {string} key
 * @param {string} html
 */
function replace(key, html) {
  const region = document.querySelector(`[data-region="${CSS.escape(key)}"]`);
  if (region === null) return;
  const template = document.createElement('template');
  template.innerHTML = trusted.createHTML(html);
  const { Idiomorph } = /** @type {{ Idiomorph: { morph: Function } }} */ (
    /** @type {unknown} */ (globalThis)
  );
  Idiomorph.morph(region, template.content.childNodes, {
    morphStyle: 'innerHTML',
    ignoreActiveValue: true,
    callbacks: {
      /** @type {(old: Node, next: Node) => boolean} */
      beforeNodeMorphed: (old, next) => !isKept(old, next),
    },
  });
}

/**
 * Whether an element is left as it is: a region inside a region, an open dialog, or a part that was opened by hand.
 *
 * @param {Node} old
 * @param {Node} next
 */
function isKept(old, next) {
  if (!(old instanceof HTMLElement) || !(next instanceof HTMLElement)) return false;
  if (old.dataset['region'] !== undefined) return old.dataset['region'] === next.dataset['region'];
  if (old instanceof HTMLDialogElement) return old.open;
  if (old instanceof HTMLDetailsElement && next instanceof HTMLDetailsElement) next.open = old.open;
  return false;
}

/**
 * Says whether the page is live. Commands on figures that may be old are switched off.
 *
 * @param {boolean} live
 * @param {number} lastAt
 */
function showLive(live, lastAt) {
  const notice = document.querySelector('.not-live');
  if (notice instanceof HTMLElement) notice.hidden = live;
  notice?.querySelector('time')?.setAttribute('datetime', new Date(lastAt).toISOString());
  for (const element of document.querySelectorAll('[data-needs-live]')) {
    const buttons = element instanceof HTMLButtonElement ? [element] : element.querySelectorAll('button');
    for (const button of buttons) button.disabled = !live;
  }
}
