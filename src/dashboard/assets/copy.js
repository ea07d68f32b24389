/** Buttons that copy the text of an element. */
export function startCopy() {
  for (const line of document.querySelectorAll('.copy')) if (line instanceof HTMLElement) line.hidden = false;
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('[data-copy]') : null;
    if (button) void copy(button);
  });
}

/** @param {Element} button */
async function copy(button) {
  const text = document.getElementById(button.getAttribute('data-copy') ?? '')?.textContent ?? '';
  const output = button.parentElement?.querySelector('output');
  const said = await navigator.clipboard.writeText(text).then(
    () => 'Copied.',
    () => 'The browser does not allow it. Select the text and copy it.',
  );
  if (output) output.textContent = said;
}
