/**
 * Says how many rows of a list have changed since it was loaded. The rows stay as they are under the hand of the viewer, until
 * the list is loaded again.
 */

/** The marks at the first look, by list. @type {WeakMap<Element, ReadonlyMap<string, string>>} */
const first = new WeakMap();

export function showChanges() {
  for (const list of document.querySelectorAll('[data-changes]')) {
    const marks = marksOf(list);
    const notice = list.querySelector('.changes');
    const before = first.get(list);
    if (before === undefined) first.set(list, marks);
    if (before === undefined || !(notice instanceof HTMLElement)) continue;
    const ids = new Set([...before.keys(), ...marks.keys()]);
    const changed = [...ids].filter((id) => before.get(id) !== marks.get(id)).length;
    const text = `${changed} ${changed === 1 ? 'row has' : 'rows have'} changed.`;
    const span = notice.querySelector('span');
    if (span !== null && span.textContent !== text) span.textContent = text;
    notice.hidden = changed === 0;
  }
}

/** @param {Element} list */
function marksOf(list) {
  const value = list.querySelector('data')?.getAttribute('value') ?? '';
  return new Map(
    value
      .split(' ')
      .filter(Boolean)
      .map((mark) => /** @type {[string, string]} */ ([mark.split(',', 1)[0] ?? '', mark])),
  );
}
