/**
 * Opens dialogs in browsers without invoker commands (https://html.spec.whatwg.org/multipage/form-elements.html#attr-button-command).
 */
export function startDialogs() {
  if ('commandForElement' in HTMLButtonElement.prototype) return;
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button[commandfor]') : null;
    const dialog = document.getElementById(button?.getAttribute('commandfor') ?? '');
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
  });
}
