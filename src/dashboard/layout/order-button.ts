import { html } from 'hono/html';
import { roles } from '../../domain/role.ts';
import type { Role } from '../../domain/role.ts';
import type { Viewer } from '../contract.ts';
import type { Html } from './html.ts';

/** The field for the reason of an order; it is logged. */
export const reasonField = html`<label
  >Reason <input name="reason" maxlength="200" autocomplete="off"
/></label>`;

/** The page that an order leads to, if it is not that of what the order is about. */
export type Stay = 'calls' | 'machine';

/** The field of a form by which the viewer stays at a page. */
export const stayField = (at: Stay): Html => html`<input type="hidden" name="stay" value="${at}" />`;

/** Whether a form asks to stay at a page. */
export const staysAt = (form: URLSearchParams, at: Stay): boolean => form.get('stay') === at;

export type OrderButton = {
  /** Unique in the page. */
  id: string;
  /** Where the form is sent to. */
  action: string;
  label: Html | string;
  /** Fields that are sent and not shown. */
  hidden?: Html;
  /** Set for orders that ask for a confirmation. */
  confirm?: { question: string; fields: Html | string } | undefined;
  /** Why the order is not possible; null if it is. */
  refusal: string | null;
  /** For a page without live regions, which never becomes live. */
  isStatic?: true;
};

/** Why a viewer may not send an order that needs this role; null if they may. */
export function roleRefusal(
  { role, readOnly }: Pick<Viewer, 'role' | 'readOnly'>,
  needed: Role = 'operator',
): string | null {
  if (readOnly !== undefined) return readOnly;
  return roles.indexOf(role) < roles.indexOf(needed) ? `This requires the role ${needed}.` : null;
}

/** A button that sends an order, with a dialog that asks first if the order has a confirmation. */
export function orderButton({ id, action, label, hidden, confirm, refusal, isStatic }: OrderButton): Html {
  if (refusal !== null) {
    return html`<button type="button" disabled title="${refusal}">
      ${label}<span class="hidden">. ${refusal}</span>
    </button>`;
  }
  const needsLive = isStatic ? '' : html`data-needs-live`;
  if (!confirm) {
    return html`<form method="post" action="${action}" ${needsLive}>
      <input type="hidden" name="key" />${hidden ?? ''}
      <button type="submit">${label}</button>
    </form>`;
  }
  return html`<button type="button" command="show-modal" commandfor="dialog-${id}" ${needsLive}>
      ${label}…
    </button>
    <dialog id="dialog-${id}" aria-labelledby="dialog-${id}-title" data-keep>
      <form method="post" action="${action}" class="form">
        <h2 id="dialog-${id}-title">${label}</h2>
        <p>${confirm.question}</p>
        <input type="hidden" name="key" />${hidden ?? ''} ${confirm.fields}
        <div class="commands">
          <button type="submit" class="strong">${label}</button>
          <button type="submit" formmethod="dialog" formnovalidate>Do nothing</button>
        </div>
      </form>
    </dialog>`;
}
