/**
 * Sends a list of contacts as a stream, and shows how its first rows would be read before that. Without this script the
 * form sends the file itself.
 */
import { forgetKey, keyOf } from './forms.js';
import { queryOf, send, sendWhole } from './send-list.js';
import { trusted } from '../trusted.js';

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
  const progress = form.querySelector('progress');
  const address = form.dataset['upload'] ?? '';
  if (preview === null || status === null || progress === null) return;
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
    forgetKey(form);
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
    void upload({ form, file, address, preview, progress, say });
  });
}

/**
 * Sends the whole list, and leads to the page that shows what was imported.
 *
 * @param {{ form: HTMLFormElement, file: File, address: string, preview: Element, progress: HTMLProgressElement, say: (text: string) => void }} input
 */
async function upload({ form, file, address, preview, progress, say }) {
  const buttons = form.querySelectorAll('button');
  for (const button of buttons) button.disabled = true;
  const size = `${Math.ceil(file.size / 1_000).toLocaleString()} kB`;
  progress.hidden = false;
  progress.value = 0;
  say(`Sending ${file.name} (${size}). Keep this page open.`);
  try {
    const answer = await sendWhole({
      address: `${address}?${queryOf(form)}`,
      file,
      key: keyOf(form),
      onSent(share) {
        progress.value = share;
        if (share === 1) say(`${file.name} (${size}) has been sent. Its rows are being stored.`);
      },
    });
    if (answer.isOk) {
      const { location: next } = JSON.parse(answer.text);
      location.assign(next);
      return;
    }
    forgetKey(form);
    say('');
    preview.innerHTML = trusted.createHTML(answer.text);
  } catch {
    // The key stays, so that no row is imported twice if the list is sent again.
    say('The connection was lost. Press Import again: rows that have arrived are not imported twice.');
  }
  progress.hidden = true;
  for (const button of buttons) button.disabled = false;
}

/** @param {HTMLFormElement} form */
function fileOf(form) {
  const input = form.elements.namedItem('list');
  return input instanceof HTMLInputElement ? input.files?.[0] : undefined;
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
