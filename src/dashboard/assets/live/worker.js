/** Holds the connection of all tabs of a browser, and sends each tab the messages of its regions. */
import { openStream } from './stream.js';

/**
 * @typedef {import('./live.js').Message} Message
 * @typedef {{ port: MessagePort, keys: string[] }} Tab
 */

/** @type {Map<MessagePort, string[]>} */
const tabs = new Map();
/** The newest message of each region, for tabs that are opened later. @type {Map<string, Message>} */
const newest = new Map();

const stream = openStream({
  onMessage(message) {
    if (message.type === 'region') newest.set(message.key, message);
    for (const [port, keys] of tabs) {
      if (!('key' in message) || keys.includes(message.key)) port.postMessage(message);
    }
  },
});

function update() {
  const wanted = new Set([...tabs.values()].flat());
  for (const key of newest.keys()) if (!wanted.has(key)) newest.delete(key);
  stream.follow([...wanted]);
}

/** @type {(event: MessageEvent) => void} */
const onConnect = ({ ports: [port] }) => {
  if (!port) return;
  port.addEventListener('message', ({ data: { keys } }) => {
    if (keys.length === 0) tabs.delete(port);
    else tabs.set(port, keys);
    update();
    for (const key of keys) {
      const known = newest.get(key);
      if (known) port.postMessage(known);
    }
  });
  port.start();
};
globalThis.addEventListener('connect', /** @type {EventListener} */ (/** @type {unknown} */ (onConnect)));
