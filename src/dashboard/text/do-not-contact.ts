import { html } from 'hono/html';
import type { Caller } from '../../domain/caller.ts';
import type { Verdict } from '../../queries/index.ts';
import { allClients } from '../api/stops.ts';
import type { Html } from '../layout/html.ts';
import { orderButton, roleRefusal } from '../layout/order-button.ts';
import { count, counted, instant, unknown } from './format.ts';
import { scrollTable } from '../layout/scroll-table.ts';

/** An entry of a do-not-contact list. */
export type Entry = {
  client: string;
  campaign: string | null;
  address: string;
  reason: string;
  source: string;
  origin: string | null;
  by: string;
  at: string;
  expiresAt: string | null;
};

const addressHelp = 'A phone number with +, an email address, a LinkedIn profile, or id: and an external id.';

function listName({ client, campaign }: Pick<Entry, 'client' | 'campaign'>): Html | string {
  if (client === allClients) return 'all clients';
  return campaign === null ? html`<bdi>${client}</bdi>` : html`<bdi>${campaign}</bdi>`;
}

const sources: Readonly<Record<string, string>> = {
  operator: 'operator',
  api: 'API',
  touch: 'opt-out in a call or message',
  contacts: 'opt-out in a contact list',
  import: 'imported list',
  complaint: 'complaint',
};

/** Where an entry comes from, and who added it. */
function sourceText({ source, origin, by }: Pick<Entry, 'source' | 'origin' | 'by'>): Html {
  const file = origin === null ? '' : html` (<bdi>${origin}</bdi>)`;
  return html`${sources[source] ?? source}${file}, <bdi>${by}</bdi>`;
}

const noEnd = 'no end';
/** The field for a client. A key for one client has none. */
export function clientField(viewer: Caller, { withAll }: { withAll: boolean }): Html | '' {
  if (viewer.client !== null) return '';
  const hint = withAll && viewer.role === 'admin' ? 'default; * for all clients' : 'default';
  return html`<label>Client <input name="client" autocomplete="off" placeholder="${hint}" /></label>`;
}

/** The box for one address. */
export function askForm(viewer: Caller): Html {
  return html`<form method="post" action="/ui/do-not-contact/ask" class="filter">
    <label
      >Number, address or profile <input name="address" required maxlength="320" autocomplete="off"
    /></label>
    ${clientField(viewer, { withAll: false })}
    <button type="submit" class="strong">Ask</button>
  </form>`;
}

/** The answer about an address: a sentence, then every list and what is known of the person. */
export function verdictText({ client, address, kind, mayContact, lists, person, stops }: Verdict): Html {
  const reasons = lists.flatMap(({ entry, ...list }) =>
    entry && list.campaign === null ? [html`on the list of ${listName(list)}`] : [],
  );
  return html`<p class="lead ${mayContact ? 'passed' : 'refusal'}" role="status">
      <bdi>${address}</bdi> ${mayContact ? 'may be contacted' : 'must not be contacted'} for
      <bdi>${client}</bdi>${
        mayContact
          ? ': no list for all campaigns has it.'
          : reasons.length === 0
            ? ': the contact has opted out by another address.'
            : html`: it is ${reasons.map((reason, index) => html`${index === 0 ? '' : ' and '}${reason}`)}.`
      }
    </p>
    ${stops.map((stop) => html`<p class="notice">${stop}</p>`)}
    ${scrollTable({
      label: 'Lists of this address',
      heads: ['Checked', 'Result', 'From', 'Since', 'Until'],
      rows: html`${lists.map(
          ({ entry, ...list }) =>
            html`<tr>
              <th scope="row">list of ${listName(list)}</th>
              <td><bdi>${entry ? entry.reason : 'not on it'}</bdi></td>
              <td>${entry ? sourceText(entry) : unknown}</td>
              <td>${instant(entry?.at ?? null)}</td>
              <td>${entry ? endText(entry) : unknown}</td>
            </tr>`,
        )}
        ${personRows(person)}
        <tr>
          <th scope="row">kind</th>
          <td>${kind === 'id' ? 'external id' : kind}</td>
          <td>${unknown}</td>
          <td>${unknown}</td>
          <td>${unknown}</td>
        </tr>`,
    })}
    <p class="soft">
      Hours, limits and the maximum of attempts per day are checked per campaign, at each start.
    </p>`;
}

function endText({ expiresAt }: Pick<Entry, 'expiresAt'>): Html | string {
  return expiresAt === null ? noEnd : instant(expiresAt);
}

function personRows(person: Verdict['person']): Html {
  const row = (name: string, result: Html | string, since: string | null = null): Html =>
    html`<tr>
      <th scope="row">${name}</th>
      <td>${result}</td>
      <td>${unknown}</td>
      <td>${instant(since)}</td>
      <td>${unknown}</td>
    </tr>`;
  if (!person) return row('contact', 'no list of this client has had the address');
  const { optOut, openAttempts, days, lastTouchAt } = person;
  return html`${row('opt-out of the contact', optOut === null ? 'none' : html`<bdi>${optOut}</bdi>`)}
  ${row('attempts in flight', count(openAttempts))}
  ${row('last contact', lastTouchAt === null ? 'none' : 'at', lastTouchAt)}
  ${days.map(({ channel, day, attempts }) => row(`${channel}, ${day}`, counted(attempts, 'attempt')))}`;
}

/** The field for a campaign. */
export function campaignField(): Html {
  return html`<label
    >Campaign <input name="campaign" autocomplete="off" placeholder="all campaigns"
  /></label>`;
}

/** The form for a new entry. */
export function addForm(viewer: Caller): Html {
  return html`<form method="post" action="/ui/do-not-contact/add" class="filter">
      <input type="hidden" name="key" />
      <label>Add <input name="address" required maxlength="320" autocomplete="off" /></label>
      <label>Reason <input name="reason" maxlength="500" autocomplete="off" placeholder="requested" /></label>
      ${clientField(viewer, { withAll: true })} ${campaignField()}
      <label
        >Until (UTC) <input name="until" maxlength="20" autocomplete="off" placeholder="no end; 2027-06-01"
      /></label>
      <button type="submit">Add to the list</button>
    </form>
    <p class="soft">${addressHelp}</p>`;
}

/** The entries of the lists that the viewer may see. */
export function listTable({
  items,
  next,
  viewer,
}: {
  items: readonly Entry[];
  next: string | null;
  viewer: Caller;
}): Html {
  if (items.length === 0) return html`<p>No address is on a list.</p>`;
  return html`${scrollTable({
    label: 'Do-not-contact lists',
    heads: ['Address', 'List', 'Reason', 'From', 'Since', 'Until', { hidden: 'Commands' }],
    rows: items.map(
      (entry) =>
        html`<tr>
          <th scope="row"><bdi>${entry.address}</bdi></th>
          <td>${listName(entry)}</td>
          <td><bdi>${entry.reason}</bdi></td>
          <td>${sourceText(entry)}</td>
          <td>${instant(entry.at)}</td>
          <td>${endText(entry)}</td>
          <td>${removeButton(entry, viewer)}</td>
        </tr>`,
    ),
  })}
  ${
    next === null
      ? ''
      : html`<form method="post" action="/ui/do-not-contact/list">
          <input type="hidden" name="after" value="${next}" /><button type="submit">More entries</button>
        </form>`
  }`;
}

function removeButton({ address, client, campaign }: Entry, viewer: Caller): Html {
  return orderButton({
    id: 'remove',
    action: '/ui/do-not-contact/remove',
    label: 'Remove',
    hidden: html`<input type="hidden" name="address" value="${address}" />
      <input type="hidden" name="client" value="${client}" />
      ${campaign === null ? '' : html`<input type="hidden" name="campaign" value="${campaign}" />`}`,
    refusal: roleRefusal(viewer, client === allClients ? 'admin' : 'operator'),
    isStatic: true,
  });
}
