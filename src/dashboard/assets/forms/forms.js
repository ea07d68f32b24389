/**
 * Adds a key to every form that orders something, so that a double click or a repeated request has one effect. The
 * key belongs to one intention: it is made at the first submit of a form.
 */
export function startForms() {
  document.addEventListener('submit', ({ target, submitter }) => {
    if (!(target instanceof HTMLFormElement) || submitter?.getAttribute('formmethod') === 'dialog') return;
    const key = target.elements.namedItem('key');
    if (key instanceof HTMLInputElement && key.type === 'hidden' && key.value === '') key.value = newKey();
  });
  // A page from the back-forward cache must not send the key of the earlier order.
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    for (const key of document.querySelectorAll('form input[type=hidden][name=key]')) {
      if (key instanceof HTMLInputElement) key.value = '';
    }
  });
}

/**
 * The key of a form that a script sends, the same until `forgetKey`.
 *
 * @param {HTMLFormElement} form
 */
export function keyOf(form) {
  const key = form.elements.namedItem('key');
  if (!(key instanceof HTMLInputElement)) return newKey();
  if (key.value === '') key.value = newKey();
  return key.value;
}

/**
 * What the form sends next is another order.
 *
 * @param {HTMLFormElement} form
 */
export function forgetKey(form) {
  const key = form.elements.namedItem('key');
  if (key instanceof HTMLInputElement) key.value = '';
}

/** `crypto.randomUUID` exists only on secure origins. */
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
