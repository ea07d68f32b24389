import { html } from 'hono/html';
import type { Caller } from '../../../domain/caller.ts';
import type { Html } from '../../layout/html.ts';
import { roleRefusal } from '../../layout/order-button.ts';

/** The fields of the form for one call, as they were sent. */
export const callFields = [
  'to',
  'from',
  'speak',
  'answerUrl',
  'country',
  'timezone',
  'outsideHours',
  'client',
] as const;
export type CallFields = Readonly<Partial<Record<(typeof callFields)[number], string>>>;

export function readCallFields(form: URLSearchParams): CallFields {
  const entries = callFields.map((name) => [name, (form.get(name) ?? '').trim()]);
  return Object.fromEntries(entries.filter(([, value]) => value !== '')) as CallFields;
}

/** The form that orders one call. */
export function callForm({ fields, viewer }: { fields: CallFields; viewer: Caller }): Html {
  const refusal = roleRefusal(viewer);
  const text = (name: keyof CallFields, label: string, more: Html | string = ''): Html =>
    html`<label
      >${label} <input name="${name}" value="${fields[name] ?? ''}" autocomplete="off" ${more}
    /></label>`;
  return html`<details class="order" ${Object.keys(fields).length > 0 ? html`open` : ''}>
    <summary>Call one number</summary>
    <form method="post" action="/ui/calls" class="form">
      <input type="hidden" name="key" />
      ${text('to', 'Number to call', html`required inputmode="tel" maxlength="60"`)}
      ${text('from', 'Caller ID', html`required inputmode="tel" maxlength="60"`)}
      <label
        >What to say
        <textarea name="speak" rows="3" maxlength="4000">${fields.speak ?? ''}</textarea>
      </label>
      ${text('answerUrl', 'Or the URL of your own Plivo XML', html`inputmode="url" maxlength="2048"`)}
      ${text('country', 'Country of a number without +, such as US', html`maxlength="2"`)}
      ${text('timezone', 'Time zone, if the number does not show it, such as America/New_York')}
      ${text('outsideHours', 'Reason to call outside calling hours; it is logged', html`maxlength="500"`)}
      ${viewer.client === null ? text('client', 'Client, if it is not default') : ''}
      <p class="soft">Limits and do-not-contact lists always apply.</p>
      <div class="commands">
        <button type="submit" class="strong" ${refusal === null ? '' : html`disabled`}>Call</button>
        ${refusal === null ? '' : html`<span class="soft">${refusal}</span>`}
      </div>
    </form>
  </details>`;
}
