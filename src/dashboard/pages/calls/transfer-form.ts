import { html } from 'hono/html';
import type { Caller } from '../../../domain/caller.ts';
import type { CallView } from '../../../queries/index.ts';
import type { Html } from '../../layout/html.ts';
import { roleRefusal } from '../../layout/order-button.ts';

/** The fields of the form, as they were sent. */
export type TransferFields = Readonly<Partial<Record<'to' | 'answerUrl', string>>>;

export function readTransferFields(form: URLSearchParams): TransferFields {
  const read = (name: string): string => (form.get(name) ?? '').trim();
  const [to, answerUrl] = [read('to'), read('answerUrl')];
  return { ...(to !== '' && { to }), ...(answerUrl !== '' && { answerUrl }) };
}

/** The form that transfers an open call; nothing for one that has ended, or for a viewer who may not order it. */
export function transferForm({
  call,
  viewer,
  fields = {},
}: {
  call: CallView;
  viewer: Caller;
  fields?: TransferFields;
}): Html {
  if (!call.active || roleRefusal(viewer) !== null) return html``;
  return html`<details class="order" ${Object.keys(fields).length > 0 ? html`open` : ''}>
    <summary>Transfer this call</summary>
    <form method="post" action="/ui/calls/${call.id}/transfer" class="form">
      <input type="hidden" name="key" />
      <label
        >Number to connect the contact with
        <input name="to" value="${fields.to ?? ''}" autocomplete="off" inputmode="tel" maxlength="60"
      /></label>
      <label
        >Or the URL of your own Plivo XML
        <input
          name="answerUrl"
          value="${fields.answerUrl ?? ''}"
          autocomplete="off"
          inputmode="url"
          maxlength="2048"
      /></label>
      <p class="soft">Only an answered call can be transferred. A second transfer ends the first one.</p>
      <div class="commands">
        <button type="submit">Transfer</button>
      </div>
    </form>
  </details>`;
}
