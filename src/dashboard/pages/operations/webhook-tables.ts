import { html } from 'hono/html';
import { webhookIncludes } from '../../../domain/webhook/webhook.ts';
import { typeChoices } from '../../../domain/webhook/webhook-types.ts';
import type { DeliveryInFullView, DeliveryView, WebhookView } from '../../api/webhooks.ts';
import type { Viewer } from '../../contract.ts';
import { factList } from '../../layout/fact-list.ts';
import type { Html } from '../../layout/html.ts';
import { orderButton, roleRefusal } from '../../layout/order-button.ts';
import { scrollTable } from '../../layout/scroll-table.ts';
import { webAddress } from '../../layout/web-address.ts';
import { chip } from '../../text/chip.ts';
import { count, counted, instant } from '../../text/format.ts';

export const webhookPage = (id: string): string => `/webhooks/${encodeURIComponent(id)}`;

function stateChip({ enabled, failingSince }: WebhookView): Html {
  if (!enabled) return chip('disabled', 'waits');
  return failingSince === null ? chip('well', 'moves') : chip('failing', 'needs');
}

export function webhookTable(webhooks: readonly WebhookView[]): Html {
  if (webhooks.length === 0) return html`<p>There are no webhooks.</p>`;
  return scrollTable({
    label: 'Webhooks',
    heads: [
      'Webhook',
      'Client',
      'State',
      { number: 'Waiting' },
      { number: 'Dead' },
      'Last delivery',
      'Address',
    ],
    rows: webhooks.map(
      (webhook) =>
        html`<tr>
          <th scope="row">
            <a href="${webhookPage(webhook.id)}"><bdi>${webhook.description || webhook.id}</bdi></a>
          </th>
          <td><bdi>${webhook.client === '*' ? 'all clients' : webhook.client}</bdi></td>
          <td>${stateChip(webhook)}</td>
          <td class="number">${count(webhook.waiting)}</td>
          <td class="number">${count(webhook.dead)}</td>
          <td>${instant(webhook.lastDeliveredAt, 'date')}</td>
          <td>${webAddress(webhook.url)}</td>
        </tr>`,
    ),
  });
}

/** The form for a new webhook. `values`: what a form that was refused had. */
export function newWebhookForm(viewer: Viewer, values: Readonly<Record<string, string>>): Html {
  const refusal = roleRefusal(viewer, 'admin');
  if (refusal !== null) return html`<p class="soft">${refusal}</p>`;
  return html`<form method="post" action="/ui/webhooks" class="form wide">
    <input type="hidden" name="key" />
    <div class="filter">
      <label
        >Address
        <input
          name="url"
          type="url"
          required
          maxlength="2000"
          value="${values['url'] ?? ''}"
          autocomplete="off"
      /></label>
      ${
        viewer.client === null
          ? html`<label
              >Client
              <input
                name="client"
                value="${values['client'] ?? ''}"
                placeholder="default; * for all clients"
                autocomplete="off"
            /></label>`
          : ''
      }
      <label
        >Events
        <input
          name="types"
          required
          value="${values['types'] ?? '*'}"
          list="webhook-types"
          autocomplete="off"
      /></label>
      <label
        >Description
        <input name="description" maxlength="200" value="${values['description'] ?? ''}" autocomplete="off"
      /></label>
    </div>
    <datalist id="webhook-types">
      ${typeChoices().map((type) => html`<option value="${type}"></option>`)}
    </datalist>
    <fieldset>
      <legend>Personal data of the contact in each event</legend>
      ${webhookIncludes.map(
        (name) =>
          html`<label class="check"
            ><input type="checkbox" name="${name}" ${values[name] === 'on' ? html`checked` : ''} /> ${
              name === 'addresses' ? 'addresses' : 'name, external id and variables'
            }</label
          > `,
      )}
    </fieldset>
    <p class="soft">Separate several types with commas: attempt.ended, campaign.*, alert.*</p>
    <div class="commands"><button type="submit" class="strong">Create</button></div>
  </form>`;
}

export function webhookFacts(webhook: WebhookView): Html {
  const { client, url, types, include, failures, formerSecretUntil, pausedUntil, lastError } = webhook;
  return factList([
    ['state', stateChip(webhook)],
    ['client', html`<bdi>${client === '*' ? 'all clients' : client}</bdi>`],
    ['address', webAddress(url)],
    ['events', types.join(', ')],
    ['personal data', include.join(', ') || 'none'],
    ['waiting', count(webhook.waiting)],
    ['oldest', instant(webhook.oldestAt, 'age')],
    ['dead letters', count(webhook.dead)],
    ['last delivery', instant(webhook.lastDeliveredAt, 'date')],
    ['last failure', instant(webhook.lastFailedAt, 'date')],
    ['failures in a row', count(failures)],
    ...(lastError === null ? [] : [['last error', html`<bdi>${lastError}</bdi>`] as const]),
    ...(pausedUntil === null ? [] : [['paused until', instant(pausedUntil, 'date')] as const]),
    ...(formerSecretUntil === null
      ? []
      : [['former secret until', instant(formerSecretUntil, 'date')] as const]),
    ...(webhook.disabledWhy === null ? [] : [['disabled because', webhook.disabledWhy] as const]),
  ]);
}

export function webhookButtons({ id, enabled }: WebhookView, viewer: Viewer): Html {
  const refusal = roleRefusal(viewer, 'admin');
  const button = (order: string, label: string, question?: string): Html =>
    orderButton({
      id: order,
      action: `/ui${webhookPage(id)}/${order}`,
      label,
      confirm: question === undefined ? undefined : { question, fields: '' },
      refusal,
      isStatic: true,
    });
  return html`<div class="commands">
    ${button('test', 'Send a test event')}
    ${enabled ? button('disable', 'Disable') : button('enable', 'Enable')}
    ${button('rotate', 'New secret', 'Deliveries are signed with both secrets for 24 hours.')}
    ${button('remove', 'Remove', 'Its deliveries and dead letters are removed too.')}
  </div>`;
}

export function deadLetters({
  webhook,
  letters,
  viewer,
}: {
  webhook: WebhookView;
  letters: readonly DeliveryView[];
  viewer: Viewer;
}): Html {
  if (letters.length === 0) return html`<p>There are none.</p>`;
  const refusal = roleRefusal(viewer);
  const order = (name: string, label: string, question?: string, letter?: string): Html =>
    orderButton({
      id: `${name}-${letter ?? 'all'}`,
      action: `/ui${webhookPage(webhook.id)}/${name}`,
      label,
      hidden: html`<input type="hidden" name="id" value="${letter ?? ''}" />`,
      confirm: question === undefined ? undefined : { question, fields: '' },
      refusal,
      isStatic: true,
    });
  return html`<div class="commands">
      ${order('replay', `Send all again`, `Sends ${counted(webhook.dead, 'dead letter')} again.`)}
      ${order('discard', `Discard all`, `Deletes ${counted(webhook.dead, 'dead letter')}.`)}
    </div>
    ${scrollTable({
      label: 'Dead letters',
      heads: ['Added', 'Type', { number: 'Tries' }, 'Last error', 'Delivery', { hidden: 'Orders' }],
      rows: letters.map(
        ({ id, type, createdAt, tries, lastError }) =>
          html`<tr>
            <td>${instant(createdAt, 'date')}</td>
            <td><code>${type}</code></td>
            <td class="number">${count(tries)}</td>
            <td><bdi>${lastError ?? ''}</bdi></td>
            <td><a href="${webhookPage(webhook.id)}?delivery=${encodeURIComponent(id)}">read</a></td>
            <td>${order('replay', 'Send again', undefined, id)}</td>
          </tr>`,
      ),
    })}`;
}

/** A delivery with what was sent and what came back. */
export function deliveryInFull({ id, type, body, answer }: DeliveryInFullView): Html {
  return html`<h3><code>${type}</code></h3>
    <p class="soft"><bdi>${id}</bdi></p>
    <pre tabindex="0">${body}</pre>
    ${
      answer
        ? html`<p>
              Answer: ${answer.status === null ? 'none' : `HTTP ${answer.status}`}, ${count(answer.ms)} ms
            </p>
            <pre tabindex="0">${answer.body}</pre>`
        : ''
    }`;
}
