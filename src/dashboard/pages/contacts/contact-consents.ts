import { html } from 'hono/html';
import type { RingmasterError } from '../../../domain/errors.ts';
import { externalIdKey } from '../../../domain/contact/opt-out.ts';
import type { CampaignView, PersonView } from '../../../queries/index.ts';
import { readJson } from '../../api/read-json.ts';
import { readCampaign, withQuery } from '../../api/reads.ts';
import type { Page, PageRequest, Viewer } from '../../contract.ts';
import type { Html } from '../../layout/html.ts';
import { orderButton, reasonField, roleRefusal } from '../../layout/order-button.ts';
import { scrollTable } from '../../layout/scroll-table.ts';
import { instant, unknown } from '../../text/format.ts';
import { giveOrder } from '../give-order.ts';

type Consent = {
  address: string;
  channel: string;
  givenAt: string;
  source: string;
  purpose: string | null;
  evidence: string | null;
  by: string;
  withdrawnAt: string | null;
};
type Person = Pick<PersonView, 'id' | 'addresses' | 'externalId'>;

const keysOf = ({ addresses, externalId }: Pick<Person, 'addresses' | 'externalId'>): string[] => [
  ...addresses.map(({ address }) => address),
  ...(externalId === null ? [] : [externalIdKey(externalId)]),
];

/** The consents of a person by all its addresses, with the orders that record and withdraw one. */
export async function consentSection({
  request: { api, viewer },
  campaign: { id, client, definition },
  person,
}: {
  request: PageRequest;
  campaign: Pick<CampaignView, 'id' | 'client' | 'definition'>;
  person: Person;
}): Promise<Html | ''> {
  if (viewer.readOnly !== undefined) return '';
  const path = `/campaigns/${id}/contacts/${person.id}`;
  const channels = definition.steps.map(({ channel }) => channel);
  const keys = keysOf(person);
  const found = await Promise.all(
    keys.map((address) =>
      readJson<{ items: readonly Consent[] }>(api, { path: withQuery('/v1/consents', { client, address }) }),
    ),
  );
  const consents = found.flatMap(({ items }) => items);
  return html`<section aria-labelledby="consents">
    <h2 id="consents">Consents</h2>
    ${
      consents.length === 0
        ? html`<p class="soft">No consent is recorded.</p>`
        : scrollTable({
            label: 'Consents of this contact',
            heads: ['Address', 'Channel', 'Given', 'Source', 'Purpose', 'Evidence', 'By', 'Withdrawn'],
            rows: consents.map(row),
          })
    }
    <div class="commands">
      ${recordButton({ viewer, keys, channels, path })} ${withdrawButton({ viewer, keys, consents, path })}
    </div>
  </section>`;
}

function row({ address, channel, givenAt, source, purpose, evidence, by, withdrawnAt }: Consent): Html {
  const text = (value: string | null): Html | string =>
    value === null ? unknown : html`<bdi>${value}</bdi>`;
  return html`<tr>
    <td><bdi>${address}</bdi></td>
    <td>${channel}</td>
    <td>${instant(givenAt)}</td>
    <td class="whole">${text(source)}</td>
    <td class="whole">${text(purpose)}</td>
    <td class="whole">${text(evidence)}</td>
    <td><bdi>${by}</bdi></td>
    <td>${instant(withdrawnAt)}</td>
  </tr>`;
}

const choice = (label: string, name: string, values: readonly string[]): Html =>
  html`<label
    >${label}
    <select name="${name}">
      ${values.map((value) => html`<option>${value}</option>`)}
    </select></label
  >`;
const field = (label: string, name: string, required = false): Html =>
  html`<label
    >${label} <input name="${name}" maxlength="500" autocomplete="off" ${required ? 'required' : ''}
  /></label>`;

function recordButton({
  viewer,
  keys,
  channels,
  path,
}: {
  viewer: Viewer;
  keys: readonly string[];
  channels: readonly string[];
  path: string;
}): Html {
  return orderButton({
    id: 'record-consent',
    action: `/ui${path}/consents/record`,
    label: 'Record a consent',
    isStatic: true,
    refusal: keys.length === 0 ? 'The contact has no address.' : roleRefusal(viewer),
    confirm: {
      question: 'The time of the consent is now. The command line and the API take another time.',
      fields: html`${choice('Address', 'address', keys)}
      ${choice('Channel', 'channel', [...new Set(channels)])}
      ${field('Source: a text or a URL', 'source', true)} ${field('Purpose', 'purpose')}
      ${field('Where its proof is kept', 'evidence')}`,
    },
  });
}

function withdrawButton({
  viewer,
  keys,
  consents,
  path,
}: {
  viewer: Viewer;
  keys: readonly string[];
  consents: readonly Consent[];
  path: string;
}): Html {
  const inForce = keys.filter((key) =>
    consents.some(({ address, withdrawnAt }) => address === key && withdrawnAt === null),
  );
  return orderButton({
    id: 'withdraw-consent',
    action: `/ui${path}/consents/withdraw`,
    label: 'Withdraw the consents',
    isStatic: true,
    refusal: inForce.length === 0 ? 'No consent is in force.' : roleRefusal(viewer),
    confirm: {
      question: 'It takes effect at once in all campaigns of the client that require a consent.',
      fields: html`${choice('Address', 'address', inForce)} ${reasonField}`,
    },
  });
}

/** Returns the handlers of the forms. `show` shows the page of the contact again, with what was refused. */
export function consentPages({
  show,
}: {
  show: (request: PageRequest, problem: RingmasterError) => Promise<Response>;
}): Page[] {
  return (['record', 'withdraw'] as const).map((order) => ({
    method: 'post',
    path: `/ui/campaigns/:campaign/contacts/:contact/consents/${order}`,
    async handle(request) {
      const { id, client } = await readCampaign(request.api, request.params['campaign'] ?? '');
      const form = await request.readForm();
      return giveOrder({
        give: () => giveConsentOrder(request, { order, form, client }),
        to: `/campaigns/${id}/contacts/${encodeURIComponent(request.params['contact'] ?? '')}`,
        refused: (error) => show(request, error),
      });
    },
  }));
}

async function giveConsentOrder(
  { api }: PageRequest,
  { order, form, client }: { order: 'record' | 'withdraw'; form: URLSearchParams; client: string },
): Promise<void> {
  const given = (...names: readonly string[]) =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = (form.get(name) ?? '').trim();
        return value === '' ? [] : [[name, value]];
      }),
    );
  await readJson(api, {
    method: 'POST',
    path: order === 'record' ? '/v1/consents' : '/v1/consent-withdrawals',
    json:
      order === 'record'
        ? { client, consents: [given('address', 'channel', 'source', 'purpose', 'evidence')] }
        : { client, ...given('address', 'reason') },
    idempotencyKey: form.get('key') || undefined,
  });
}
