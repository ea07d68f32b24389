import { html } from 'hono/html';
import { readCampaign, readContacts } from '../../api/reads.ts';
import type { Page } from '../../contract.ts';
import type { WriteDocument } from '../../layout/document.ts';
import { redirectTo } from '../redirect.ts';
import { findForm } from './contact-filter.ts';
import { contactTable } from './contact-table.ts';
import { contactsHead } from './contacts.ts';

const pageSize = '50';

/**
 * Returns the handler of the form that finds contacts: it leads to the only contact that is found, and lists several. A name
 * is searched in a limited number of rows.
 */
export function contactFindPage({ write }: { write: WriteDocument }): Page {
  return {
    method: 'post',
    path: '/ui/campaigns/:campaign/contacts/find',
    async handle({ api, viewer, url, params, readForm }) {
      const campaign = await readCampaign(api, params['campaign'] ?? '');
      const form = await readForm();
      const find = (form.get('find') ?? '').trim();
      const row = (form.get('row') ?? '').trim();
      const list = `/campaigns/${campaign.id}/contacts`;
      if (find === '' && row === '') return redirectTo(list);
      const query = find === '' ? { row } : { find, limit: pageSize };
      const { items, next } = await readContacts(api, campaign.id, query);
      const [only] = items;
      if (only && items.length === 1 && next === null) return redirectTo(`${list}/${only.id}`);
      const asked = html`<bdi>${find === '' ? `row ${row}` : find}</bdi>`;
      const more = next === null ? '' : html`Only a part of the list was searched.`;
      const main = html`${contactsHead(campaign)} ${findForm({ campaign: campaign.id })}
        ${
          items.length === 0
            ? html`<p role="status">No contact was found for ${asked}. ${more}</p>`
            : html`<p role="status">${items.length} found for ${asked}. ${more}</p>
                ${contactTable(items)}`
        }
        <p><a href="${list}">All contacts</a></p>`;
      return write({ title: `Contacts, ${campaign.name}`, main, viewer, url });
    },
  };
}
