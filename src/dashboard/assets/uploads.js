/**
 * Sends a list of contacts as a stream, and shows how its first rows would be read before that. Without this script the
 * form sends the file itself.
 */
import { trusted } from './trusted.js';

/** The service reads only the first rows of a preview. */
const previewBytes = 65_536;

export function startUploads() {
  for (const form of document.querySelectorAll('form[data-upload]'))
    if (form instanceof HTMLFormElement) startUpload(form);
}

/** @param {HTMLFormElement} form */
function startUpload(form) {
  const preview = form.querySelector('[data-preview]');
  const status = form.querySelector('[data-upload-status]');
  const address = form.dataset['upload'] ?? '';
  if (preview === null || status === null) return;
  let asked = 0;
  /** The roles that the service guessed before the first correction. @type {Map<string, string>} */
  const guesses = new Map();

  /** @param {string} text */
  const say = (text) => {
    status.textContent = text;
  };

  const show = async () => {
    const file = fileOf(form);
    preview.replaceChildren();
    say('');
    if (!file) return;
    const ask = (asked += 1);
    try {
      const answer = await send(`${address}/preview`, { form, file, content: file.slice(0, previewBytes) });
      const html = await answer.text();
      if (ask !== asked) return;
      preview.innerHTML = trusted.createHTML(html);
      for (const { dataset } of form.querySelectorAll('select')) {
        const column = dataset['column'];
        if (column !== undefined && !guesses.has(column)) guesses.set(column, dataset['guess'] ?? '');
      }
    } catch {
      if (ask === asked) say('The file could not be read, or the service does not answer. Try again.');
    }
  };

  form.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLElement)) return;
    if (target instanceof HTMLSelectElement && target.dataset['column'] !== undefined) {
      const columns = form.elements.namedItem('columns');
      if (columns instanceof HTMLInputElement) columns.value = columnsOf(form, guesses);
    } else if (target.getAttribute('name') === 'list') guesses.clear();
    else if (target.getAttribute('name') !== 'columns') return;
    void show();
  });

  form.addEventListener('submit', (event) => {
    const file = fileOf(form);
    if (!file) return;
    event.preventDefault();
    void upload(file);
  });

  /** @param {File} file */
  const upload = async (file) => {
    const buttons = form.querySelectorAll('button');
    for (const button of buttons) button.disabled = true;
    say(`Sending ${file.name} (${Math.ceil(file.size / 1_000).toLocaleString()} kB). Keep this page open.`);
    try {
      const answer = await send(address, { form, file, content: file });
      if (answer.ok) {
        const { location: next } = await answer.json();
        location.assign(next);
        return;
      }
      say('');
      preview.innerHTML = trusted.createHTML(await answer.text());
    } catch {
      say(
        'The connection was lost before the whole file was sent. Reload the page to see which rows arrived.',
      );
    }
    for (const button of buttons) button.disabled = false;
  };
}

/** @param {HTMLFormElement} form */
function fileOf(form) {
  const input = form.elements.namedItem('list');
  return input instanceof HTMLInputElement ? input.files?.[0] : undefined;
}

/**
 * @param {string} address
 * @param {{ form: HTMLFormElement, file: File, content: Blob }} input
 */
function send(address, { form, file, content }) {
  const query = new URLSearchParams();
  for (const name of ['columns', 'resume']) {
    const value = new FormData(form).get(name);
    if (typeof value === 'string' && value.trim() !== '') query.set(name, value.trim());
  }
  return fetch(`${address}?${query}`, {
    method: 'POST',
    body: content,
    headers: { 'content-type': typeOf(file.name) },
  });
}

/** @param {string} name */
function typeOf(name) {
  if (/\.json$/i.test(name)) return 'application/json';
  return /\.(ndjson|jsonl)$/i.test(name) ? 'application/x-ndjson' : 'text/csv';
}

/**
 * Returns the chosen roles as the setting `columns`. All of them are named, because a setting for a role replaces the
 * guess for that role.
 *
 * @param {HTMLFormElement} form
 * @param {ReadonlyMap<string, string>} guesses
 */
function columnsOf(form, guesses) {
  const selects = [...form.querySelectorAll('select')].filter((select) => select.dataset['column']);
  return selects
    .flatMap(({ value, dataset }) => {
      const name = dataset['column'] ?? '';
      const role = value === '' && guesses.get(name) !== '' ? 'ignore' : value;
      const column = name.replaceAll(/[\\"]/g, '\\$&');
      return role === '' ? [] : [`${role}="${column}"`];
    })
    .join(',');
}
