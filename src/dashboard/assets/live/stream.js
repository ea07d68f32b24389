/**
 * One connection to the stream of regions. It is opened again with another address when the followed regions change, and
 * after a failure with a growing, random delay, so that the pages of a restarted service do not all come at once.
 *
 * @typedef {import('./live.js').Message} Message
 * @param {{ onMessage: (message: Message) => void }} input
 */
export function openStream({ onMessage }) {
  /** @type {EventSource | null} */
  let source = null;
  /** @type {string[]} */
  let keys = [];
  let failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const close = () => {
    source?.close();
    source = null;
    clearTimeout(timer);
  };

  const open = () => {
    close();
    if (keys.length === 0) return;
    const query = new URLSearchParams(keys.map((key) => ['region', key]));
    const opened = new EventSource(`/ui/stream?${query}`);
    source = opened;
    /** @type {(type: 'region' | 'gone' | 'beat', event: MessageEvent<string>) => void} */
    const pass = (type, { data }) => {
      failures = 0;
      onMessage({ type, ...JSON.parse(data) });
    };
    for (const type of /** @type {const} */ (['region', 'gone', 'beat']))
      opened.addEventListener(type, (event) => pass(type, event));
    opened.addEventListener('signed-out', () => {
      close();
      onMessage({ type: 'signed-out' });
    });
    // A browser does not say why a stream failed, and does not try again after an answer that is not a stream.
    opened.addEventListener('error', () => {
      if (source !== opened) return;
      close();
      onMessage({ type: 'lost' });
      failures += 1;
      timer = setTimeout(again, delayMs(failures));
    });
  };

  const again = async () => {
    if (await isSignedOut()) onMessage({ type: 'signed-out' });
    else open();
  };

  return {
    /** @param {string[]} wanted */
    follow(wanted) {
      const sorted = [...new Set(wanted)].toSorted();
      if (sorted.join(' ') === keys.join(' ') && (source || keys.length === 0)) return;
      keys = sorted;
      open();
    },
  };
}

const maxDelayMs = 5_000;

/** @param {number} failures */
function delayMs(failures) {
  return Math.min(maxDelayMs, 500 * 2 ** Math.min(failures, 5)) * (0.5 + Math.random() / 2);
}

async function isSignedOut() {
  try {
    const { status } = await fetch('/ui/session', { cache: 'no-store' });
    return status === 401;
  } catch {
    return false;
  }
}
