/** Sends a list of contacts to the service, with the columns that the form names. */

/**
 * @param {string} address
 * @param {{ form: HTMLFormElement, file: File, content: Blob }} input
 */
export function send(address, { form, file, content }) {
  return fetch(`${address}?${queryOf(form)}`, {
    method: 'POST',
    body: content,
    headers: { 'content-type': typeOf(file.name) },
  });
}

/** @param {HTMLFormElement} form */
export function queryOf(form) {
  const query = new URLSearchParams();
  for (const name of ['columns', 'resume']) {
    const value = new FormData(form).get(name);
    if (typeof value === 'string' && value.trim() !== '') query.set(name, value.trim());
  }
  return query;
}

/**
 * Sends a file and tells how much of it has been sent, which `fetch` cannot. Rejects if the connection is lost.
 *
 * @param {{ address: string, file: File, key: string, onSent: (share: number) => void }} input
 * @returns {Promise<{ isOk: boolean, text: string }>}
 */
export function sendWhole({ address, file, key, onSent }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onSent(total === 0 ? 1 : loaded / total),
    );
    request.addEventListener('load', () =>
      resolve({ isOk: request.status >= 200 && request.status < 300, text: request.responseText }),
    );
    request.addEventListener('error', () => reject(new Error('the connection was lost')));
    request.open('POST', address);
    request.setRequestHeader('content-type', typeOf(file.name));
    request.setRequestHeader('idempotency-key', key);
    request.send(file);
  });
}

/** @param {string} name */
function typeOf(name) {
  if (/\.json$/i.test(name)) return 'application/json';
  return /\.(ndjson|jsonl)$/i.test(name) ? 'application/x-ndjson' : 'text/csv';
}
