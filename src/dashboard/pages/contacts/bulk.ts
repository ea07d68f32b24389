import { html } from 'hono/html';
import { isRingmasterError, RingmasterError } from '../../../domain/errors.ts';
import { readJson } from '../../api/read-json.ts';
import { campaignPath, readCampaign } from '../../api/reads.ts';
import type { CallApi, Page, PageRequest } from '../../contract.ts';
import type { WriteDocument } from '../../layout/document.ts';
import type { Html } from '../../layout/html.ts';
import { problemNotice } from '../../layout/problem.ts';
import { count, counted } from '../../text/format.ts';
import { statusOf } from '../problem-status.ts';
import { bulkCommands, bulkPath, filterFields } from './bulk-form.ts';
import { filterWords, listPath, readFilter } from './contact-filter.ts';
import type { AskedFilter } from './contact-filter.ts';
import { contactsHead } from './contacts.ts';

/** The maximum number of requests to the API for one form. More contacts are changed by the next form. */
const maxRequests = 20;

type Reply = { matched: number; changed: number; unchanged: number; refused: number; next: string | null };

type Order = {
  api: CallApi;
  campaign: string;
  filter: AskedFilter;
  command: string;
  /** In the words of the viewer; `reason` of a filter is what contacts wait for. */
  reason: string;
  /** The cursor at which the order continues. */
  after: string | undefined;
  isConfirmed: boolean;
  key: string | undefined;
};

function filterOf(filter: AskedFilter): Record<string, string[]> {
  const set = Object.entries(filter).filter(([, names]) => names !== '');
  return Object.fromEntries(set.map(([name, names]) => [name, names.split(',')]));
}

/** Sends the order in parts, each with a key of its own, and returns the sums. */
async function send({
  api,
  campaign,
  filter,
  command,
  reason,
  after,
  isConfirmed,
  key,
}: Order): Promise<Reply> {
  const sums: Reply = { matched: 0, changed: 0, unchanged: 0, refused: 0, next: after ?? null };
  for (let part = 0; part < maxRequests; part += 1) {
    const reply = await readJson<Reply>(api, {
      method: 'POST',
      path: campaignPath(campaign, '/contact-commands'),
      json: {
        command,
        filter: filterOf(filter),
        dryRun: !isConfirmed,
        ...(reason !== '' && { reason }),
        ...(sums.next !== null && { after: sums.next }),
      },
      idempotencyKey: key && isConfirmed ? `${key}.${part}` : undefined,
    });
    sums.matched += reply.matched;
    sums.changed += reply.changed;
    sums.unchanged += reply.unchanged;
    sums.refused += reply.refused;
    sums.next = reply.next;
    if (reply.next === null) break;
  }
  return sums;
}

function confirmForm({ order, label, text }: { order: Order; label: string; text: string }): Html {
  const { campaign, filter, command, reason, after } = order;
  return html`<form method="post" action="${bulkPath(campaign)}" class="commands">
    ${filterFields(filter)}
    <input type="hidden" name="command" value="${command}" />
    <input type="hidden" name="because" value="${reason}" />
    <input type="hidden" name="confirmed" value="yes" />
    ${after === undefined ? '' : html`<input type="hidden" name="after" value="${after}" />`}
    <input type="hidden" name="key" />
    <button type="submit" class="strong">${text}</button>
    <a href="${listPath(campaign, filter)}">${label}</a>
  </form>`;
}

/** The number of contacts that match, and the button that changes them. */
function counting({ order, label, reply }: { order: Order; label: string; reply: Reply }): Html {
  const { matched, next } = reply;
  const sum = `${next === null ? '' : 'at least '}${counted(matched, 'contact')}`;
  if (matched === 0 && next === null) {
    return html`<p>No contact matches that has not ended (${filterWords(order.filter)}).</p>
      <p><a href="${listPath(order.campaign, order.filter)}">Back to the list</a></p>`;
  }
  return html`<p class="lead">
      ${label} ${sum}? Matching: ${filterWords(order.filter)}. Nothing has been changed yet.
    </p>
    <p class="soft">
      A contact whose state does not accept the command when its turn comes is left as it is and counted.
    </p>
    ${confirmForm({ order, text: `${label} ${sum}`, label: 'Do nothing' })}`;
}

function result({ order, label, reply }: { order: Order; label: string; reply: Reply }): Html {
  const { matched, changed, unchanged, refused, next } = reply;
  return html`<p class="told" role="status">
      ${label}: ${count(changed)} changed, ${count(unchanged)} were so already, ${count(refused)} could not
      take the command. ${counted(matched, 'contact')} matched (${filterWords(order.filter)}).
    </p>
    ${
      next === null
        ? html`<p><a href="${listPath(order.campaign, order.filter)}">Back to the list</a></p>`
        : html`<p>There are more contacts. The order is carried out in parts.</p>
            ${confirmForm({ order: { ...order, after: next }, text: `${label} the next part`, label: 'Stop here' })}`
    }`;
}

/**
 * Returns the handler of changes to everything that matches: it shows the number of contacts first, and changes them when
 * the number is confirmed. The result is the answer to the form itself: sent again it has the same keys and no effect.
 */
export function contactBulkPage({ write }: { write: WriteDocument }): Page {
  const show = async ({ api, viewer, url, params, readForm }: PageRequest): Promise<Response> => {
    const { id, name } = await readCampaign(api, params['campaign'] ?? '');
    const form = await readForm();
    const text = (field: string): string => (form.get(field) ?? '').trim();
    const command = bulkCommands.find((one) => one.name === text('command'));
    if (!command) throw noSuchCommand();
    const order: Order = {
      api,
      campaign: id,
      filter: readFilter(form),
      command: command.name,
      reason: text('because'),
      after: text('after') || undefined,
      isConfirmed: text('confirmed') === 'yes',
      key: text('key') || undefined,
    };
    const answer = async (content: Html, status = 200): Promise<Response> =>
      write({
        title: `Contacts, ${name}`,
        main: html`${contactsHead({ id, name })} ${content}`,
        viewer,
        url,
        status,
      });
    try {
      const reply = await send(order);
      const shown = { order, label: command.label, reply };
      return await answer(order.isConfirmed ? result(shown) : counting(shown));
    } catch (error) {
      if (!isRingmasterError(error) || error.family === 'fault' || error.family === 'not-found') throw error;
      const back = html`<p><a href="/campaigns/${id}/contacts">Back to the list</a></p>`;
      return answer(
        html`${problemNotice({ detail: error.message, hint: error.hint })} ${back}`,
        statusOf(error),
      );
    }
  };
  return { method: 'post', path: '/ui/campaigns/:campaign/contacts/bulk', handle: show };
}

function noSuchCommand(): RingmasterError {
  return new RingmasterError({
    code: 'page.no-command',
    family: 'not-found',
    message: 'Contacts have no command with this name.',
  });
}
