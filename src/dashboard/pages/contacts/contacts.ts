import { html } from 'hono/html';
import type { ProgressView } from '../../../queries/index.ts';
import { readCampaign, readContacts, readProgress, withQuery, campaignPath } from '../../api/reads.ts';
import { shareReads } from '../../api/share-reads.ts';
import type { Page, PageRequest } from '../../contract.ts';
import type { WriteDocument } from '../../layout/document.ts';
import type { Html } from '../../layout/html.ts';
import { count, counted } from '../../text/format.ts';
import { aboutList, contactMarksRegion, contactsPerPage } from '../../regions/contact/contact-marks.ts';
import { placeRegion } from '../../regions/region.ts';
import { bulkForm } from './bulk-form.ts';
import { filterForm, filterWords, findForm, isEmpty, listPath, readFilter } from './contact-filter.ts';
import type { AskedFilter } from './contact-filter.ts';
import { contactTable } from './contact-table.ts';

/** The head of the pages about the contacts of a campaign. */
export function contactsHead({ id, name }: { id: string; name: string }): Html {
  return html`<p class="soft">
      <a href="/campaigns/${id}"><bdi>${name}</bdi></a>
    </p>
    <h1>Contacts</h1>`;
}

/** Returns the list of the contacts of a campaign, page by page, with forms that filter, find and change. */
export function contactsPage({ write }: { write: WriteDocument }): Page {
  return {
    method: 'get',
    path: '/campaigns/:campaign/contacts',
    handle: (request) => showContacts({ write, request }),
  };
}

async function showContacts({
  write,
  request: { api, viewer, url, params },
}: {
  write: WriteDocument;
  request: PageRequest;
}): Promise<Response> {
  const campaign = await readCampaign(api, params['campaign'] ?? '');
  const filter = readFilter(url.searchParams);
  const after = url.searchParams.get('after') ?? undefined;
  const query = { ...filter, after, limit: contactsPerPage };
  const about = aboutList(campaign.id, { ...filter, after });
  // The marks are of the same contacts, which are read once.
  const shared = shareReads(api);
  const [{ items, next }, progress, marks] = await Promise.all([
    readContacts(shared, campaign.id, query),
    readProgress(api, campaign.id),
    placeRegion(contactMarksRegion, { api: shared, viewer, about }),
  ]);
  const main = html`${contactsHead(campaign)}
    <div class="finders">${filterForm({ filter, progress })} ${findForm({ campaign: campaign.id })}</div>
    <p>${countSentence({ filter, progress })}</p>
    <div data-changes>
      ${marks}
      <p class="changes" role="status" hidden>
        <span></span> <a href="${listPath(campaign.id, filter, after)}">Refresh</a>
      </p>
    </div>
    ${items.length === 0 ? emptyNotice({ progress, next }) : contactTable(items)}
    ${pageLinks({ campaign: campaign.id, filter, after, next })}
    ${bulkForm({ campaign: campaign.id, filter, viewer })}`;
  const { state } = filter;
  return write({
    title: `Contacts, ${campaign.name}`,
    main,
    viewer,
    url,
    sources: [
      {
        path: withQuery(campaignPath(campaign.id, '/contacts'), query),
        cli: `contacts ${campaign.name}${state === '' ? '' : ` --state ${state}`}`,
      },
    ],
  });
}

/** How many contacts match, if the counters of the campaign have the answer. */
function countSentence({ filter, progress }: { filter: AskedFilter; progress: ProgressView }): Html {
  const { state, reason, disposition } = filter;
  const all = counted(progress.total, 'contact');
  if (isEmpty(filter)) return html`${all}.`;
  if (reason !== '' || disposition !== '') return html`Of ${all}: ${filterWords(filter)}.`;
  const counts: Readonly<Record<string, number>> = progress.contacts;
  const matching = state.split(',').reduce((sum, one) => sum + (counts[one] ?? 0), 0);
  return html`${count(matching)} of ${all}: ${filterWords(filter)}.`;
}

function emptyNotice({ progress, next }: { progress: ProgressView; next: string | null }): Html {
  if (progress.total === 0) return html`<p>The campaign has no contacts yet. Import a list to add them.</p>`;
  if (next === null) return html`<p>No contact matches.</p>`;
  return html`<p>None among the contacts that were searched. The search continues on the next page.</p>`;
}

function pageLinks({
  campaign,
  filter,
  after,
  next,
}: {
  campaign: string;
  filter: AskedFilter;
  after: string | undefined;
  next: string | null;
}): Html | '' {
  if (after === undefined && next === null) return '';
  return html`<p class="commands">
    ${after === undefined ? '' : html`<a href="${listPath(campaign, filter)}">First page</a>`}
    ${next === null ? '' : html`<a rel="next" href="${listPath(campaign, filter, next)}">Next page</a>`}
  </p>`;
}
