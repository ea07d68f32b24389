/**
 * Runs in the page. Returns what eyes would find: text that is cut, that leaves its box or lies over other text, text that is
 * too small, boxes without content, a page that scrolls sideways, words of a broken template.
 */
(() => {
  /** @typedef {{ left: number, top: number, right: number, bottom: number }} Area */
  /** @typedef {{ node: Node, area: Area, what: string }} Mark */

  const tolerance = 1.5;
  const scrolls = /auto|scroll/;
  const cuts = /hidden|clip/;
  const wholeWords = /(?<![\p{L}\p{N}+_])[\p{L}\p{N}+_]{2,16}(?![\p{L}\p{N}+_])/gu;
  const brokenWords = /\b(undefined|null|NaN|Invalid Date|1970)\b|\[object /;
  const brokenInCode = /\b(undefined|NaN|Invalid Date)\b|\[object /;

  /** @param {Element} element */
  const nameOf = ({ tagName, id, className }) => {
    const classes = typeof className === 'string' ? className.trim().split(/\s+/).filter(Boolean) : [];
    return [tagName.toLowerCase(), id && `#${id}`, ...classes.map((name) => `.${name}`)].join('');
  };

  /** @param {Element} element */
  const isSeen = (element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    element.closest('.hidden, .skip, title, option') === null;

  /** @param {Area} one @param {Area} other */
  const shared = (one, other) => ({
    left: Math.max(one.left, other.left),
    top: Math.max(one.top, other.top),
    right: Math.min(one.right, other.right),
    bottom: Math.min(one.bottom, other.bottom),
  });

  /** @param {Area} area */
  const isEmpty = ({ left, top, right, bottom }) => right - left < 1 || bottom - top < 1;

  /**
   * The part of a text that can be seen without scrolling within a box; a text that a box cuts is added to `found`.
   *
   * @param {Element | null} element
   * @param {Area} area
   * @param {string} what
   * @returns {Area}
   */
  const seenPart = (element, area, what) => {
    let seen = area;
    for (let box = element; box && box !== document.body; box = box.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(box);
      if (overflowX === 'visible' && overflowY === 'visible') continue;
      const edge = box.getBoundingClientRect();
      const isCutX =
        cuts.test(overflowX) && (seen.left < edge.left - tolerance || seen.right > edge.right + tolerance);
      // The box of a line is often lower than its letters may be.
      const isCutY = cuts.test(overflowY) && (seen.top < edge.top - 4 || seen.bottom > edge.bottom + 4);
      if (isCutX || isCutY) found.push(`${what} is cut by ${nameOf(box)}`);
      seen = shared(seen, edge);
    }
    return seen;
  };

  /** The nearest box around a text; null for drawings. @param {Element | null} element */
  const boxOf = (element) => {
    let box = element;
    while (
      box &&
      getComputedStyle(box).display.startsWith('inline') &&
      getComputedStyle(box).display === 'inline'
    )
      box = box.parentElement;
    return box?.closest('svg') ? null : box;
  };

  /** @param {Text} text @param {Area} area @param {string} what */
  const checkBox = (text, area, what) => {
    const box = boxOf(text.parentElement);
    if (!box || scrolls.test(getComputedStyle(box).overflowX)) return;
    const edge = box.getBoundingClientRect();
    if (area.right > edge.right + tolerance || area.left < edge.left - tolerance)
      found.push(`${what} leaves its box ${nameOf(box)}`);
  };

  /** The size of the letters as they are shown: a drawing may be scaled. @param {Element} element */
  const sizeOf = (element) => {
    const size = Number.parseFloat(getComputedStyle(element).fontSize);
    return element instanceof SVGGraphicsElement ? size * (element.getScreenCTM()?.a ?? 1) : size;
  };

  /** Words that continue in the next line, although they are short. @param {Text} text @param {string} what */
  const findBrokenWords = (text, what) => {
    const range = document.createRange();
    for (const { 0: word, index } of text.data.matchAll(wholeWords)) {
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
      if (tops.size > 1) found.push(`${what} breaks within ${word}`);
    }
  };

  /** Every line of text that is seen. @param {Element} root @returns {Mark[]} */
  const readTexts = (root) => {
    /** @type {Mark[]} */
    const marks = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = /** @type {Text} */ (walker.currentNode);
      const element = text.parentElement;
      if (!text.data.trim() || !element || !isSeen(element)) continue;
      const what = `${element.tagName.toLowerCase()} "${text.data.replaceAll(/\s+/g, ' ').trim().slice(0, 40)}"`;
      const broken = element.closest('code, pre') ? brokenInCode : brokenWords;
      if (broken.test(text.data)) found.push(`the page says ${what}`);
      if (sizeOf(element) < 11) found.push(`${what} is smaller than 11 px`);
      const range = document.createRange();
      range.selectNodeContents(text);
      const areas = [...range.getClientRects()];
      if (areas.length > 1 && !element.closest('code, pre, .sources')) findBrokenWords(text, what);
      for (const area of areas) {
        if (isEmpty(area)) continue;
        checkBox(text, area, what);
        const seen = seenPart(element, area, what);
        if (!isEmpty(seen)) marks.push({ node: text, area: seen, what });
      }
    }
    return marks;
  };

  /** Everything that is operated. @param {Element} root @returns {Mark[]} */
  const readControls = (root) =>
    [...root.querySelectorAll('button, input:not([type=hidden]), select, textarea, summary')]
      .filter(isSeen)
      .map((element) => ({ node: element, area: element.getBoundingClientRect(), what: nameOf(element) }));

  /** Marks that lie over each other, and of which none is a part of the other. @param {Mark[]} marks */
  const findOverlaps = (marks) => {
    const sorted = marks.toSorted((one, other) => one.area.top - other.area.top);
    for (const [index, one] of sorted.entries()) {
      for (const other of sorted.slice(index + 1)) {
        if (other.area.top > one.area.bottom) break;
        if (one.node === other.node || one.node.contains(other.node) || other.node.contains(one.node))
          continue;
        const { left, top, right, bottom } = shared(one.area, other.area);
        const lower = Math.min(one.area.bottom - one.area.top, other.area.bottom - other.area.top);
        // Lines of text lie closer than the boxes of their letters.
        if (right - left > 2 && bottom - top > lower * 0.35)
          found.push(`${one.what} lies over ${other.what}`);
      }
    }
  };

  /** @param {Element} root */
  const findEmpty = (root) => {
    for (const element of root.querySelectorAll(
      'h1, h2, h3, dt, dd, li, p, th, caption, figure, section, button, a',
    )) {
      const hasContent =
        element.textContent?.trim() || element.querySelector('svg, input, select, textarea, img');
      if (!hasContent && isSeen(element) && !element.matches('[role=status]'))
        found.push(`${nameOf(element)} is empty`);
    }
  };

  /** @type {string[]} */
  const found = [];
  const { scrollWidth } = document.documentElement;
  if (scrollWidth > innerWidth) found.push(`the page is ${scrollWidth} wide in a window of ${innerWidth}`);
  // What lies behind an open dialog is not read.
  const root = document.querySelector('dialog[open]') ?? document.body;
  findOverlaps([...readTexts(root), ...readControls(root)]);
  findEmpty(root);
  return [...new Set(found)];
})();
