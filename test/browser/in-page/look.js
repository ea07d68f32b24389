/**
 * Runs in the page. Returns what eyes would find: text that is cut or too small, a page that scrolls sideways, words of a
 * broken template.
 */
(() => {
  /** @type {string[]} */
  const found = [];
  const { scrollWidth } = document.documentElement;
  if (scrollWidth > innerWidth) found.push(`the page is ${scrollWidth} wide in a window of ${innerWidth}`);
  const text = document.body.innerText;
  for (const word of ['undefined', 'NaN', 'Invalid Date', '[object Object]'])
    if (text.includes(word)) found.push(`the page says ${word}`);
  for (const element of document.querySelectorAll('main *, header *')) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
    if (!hasText || !element.checkVisibility() || element.classList.contains('hidden')) continue;
    const { fontSize, overflowX } = getComputedStyle(element);
    const what = `${element.tagName.toLowerCase()} "${element.textContent?.trim().slice(0, 40)}"`;
    if (Number.parseFloat(fontSize) < 11) found.push(`${what} is smaller than 11 px`);
    if (overflowX === 'hidden' && element.scrollWidth > element.clientWidth + 1) found.push(`${what} is cut`);
  }
  return found;
})();
