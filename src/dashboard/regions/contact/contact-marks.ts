import { html } from 'hono/html';
import { readContacts } from '../../api/reads.ts';
import type { Region } from '../region.ts';

/** The number of contacts on one page of the list. */
export const contactsPerPage = '50';

/** What a region about a page of the list is about: the campaign, and the query of the page. */
export const aboutList = (campaign: string, query: Readonly<Record<string, string | undefined>>): string =>
  `${campaign}?${new URLSearchParams(Object.entries(query).flatMap(([name, value]): [string, string][] => (value === undefined || value === '' ? [] : [[name, value]]))).toString()}`;

/**
 * A mark for each contact of a page of the list, by which the script of the page tells how many have changed. The rows
 * themselves stay as they are until the viewer asks for them again.
 */
export const contactMarksRegion: Region = {
  name: 'contact-marks',
  everyMs: 2_000,
  topics: ({ about }) => [{ name: 'progress', campaign: about.split('?')[0] ?? '' }],
  async render({ api, about }) {
    const [campaign = '', query = ''] = about.split('?');
    const asked = { ...Object.fromEntries(new URLSearchParams(query)), limit: contactsPerPage };
    const { items } = await readContacts(api, campaign, asked);
    const marks = items.map(({ id, state, attempts, dueAt, lastDisposition }) =>
      [id, state, attempts, dueAt, lastDisposition].join(','),
    );
    return html`<data hidden value="${marks.join(' ')}"></data>`;
  },
};
