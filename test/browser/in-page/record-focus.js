/**
 * Runs in the page. Records what receives the focus from now on, and returns how often the Tab key must be pressed.
 * `focusFaults()` then returns what is wrong, one line each.
 */
(() => {
  const operable =
    'a[href], button:not(:disabled), input:not([type=hidden], :disabled), select, textarea, summary, [tabindex="0"]';
  /** @type {Set<Element>} */
  const reached = new Set();
  /** @type {Set<string>} */
  const found = new Set();

  /** @param {Element} element */
  const nameOf = (element) => {
    const name = element.getAttribute('aria-label') ?? element.textContent ?? '';
    return `${element.tagName.toLowerCase()} "${name.replaceAll(/\s+/g, ' ').trim().slice(0, 40)}"`;
  };

  /** Whether the focus is marked: by an outline, or in a chart by the frame of the state. @param {Element} element */
  const isMarked = (element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    if (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) return true;
    const frame = element.querySelector(':scope > .frame');
    return frame !== null && Number.parseFloat(getComputedStyle(frame).strokeWidth) >= 3;
  };

  /** Whether nothing lies over the middle of what is in the window. @param {Element} element */
  const isUncovered = (element) => {
    const { left, top, right, bottom } = element.getClientRects()[0] ?? element.getBoundingClientRect();
    const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2;
    const y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
    const hit = document.elementFromPoint(x, y);
    // Boxes of a chart have arrows behind them, which are hit where a box has no colour.
    const whole = element.closest('svg') ?? element;
    return hit !== null && (whole.contains(hit) || hit.contains(whole));
  };

  const root = document.querySelector('dialog[open]') ?? document;
  const wanted = [...root.querySelectorAll(operable)].filter(
    (element) =>
      element.checkVisibility({ visibilityProperty: true }) && element.getAttribute('tabindex') !== '-1',
  );
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof Element)) return;
    reached.add(target);
    if (!isMarked(target)) found.add(`the focus on ${nameOf(target)} is not seen`);
    // The browser scrolls to the element at some time after this event.
    setTimeout(() => {
      if (document.activeElement !== target) return;
      target.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      if (!isUncovered(target)) found.add(`${nameOf(target)} is covered while it has the focus`);
    });
  });
  Object.assign(globalThis, {
    focusFaults: () => [
      ...found,
      ...wanted
        // An element that was removed meanwhile needs no focus.
        .filter((element) => element.isConnected && element.checkVisibility() && !reached.has(element))
        .map((element) => `${nameOf(element)} is not reached with the Tab key`),
    ],
  });
  // A field of a time is several stops.
  return wanted.length + 4 * document.querySelectorAll('input[type=time]').length;
})();
