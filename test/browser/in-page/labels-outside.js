/** Runs in the page. Returns the names of states in charts of machines that do not fit their boxes, with 4 px to spare at the right. */
(() => {
  const margin = 4;
  return [...document.querySelectorAll('.machine svg [data-state]')].flatMap((state) => {
    const frame = state.querySelector(':scope > .frame')?.getBoundingClientRect();
    if (!frame || frame.width === 0) return [];
    return [...state.querySelectorAll(':scope > text')].flatMap((text) => {
      const { left, right, top, bottom } = text.getBoundingClientRect();
      const isIn =
        left >= frame.left && right <= frame.right - margin && top >= frame.top && bottom <= frame.bottom;
      return isIn ? [] : [`${text.textContent} in ${state.getAttribute('data-state')}`];
    });
  });
})();
