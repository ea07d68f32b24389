import { html } from 'hono/html';
import type { Preflight } from '../../../queries/index.ts';
import { readImports, readPreflight, requireImport } from '../../api/preparation.ts';
import { readJson } from '../../api/read-json.ts';
import { campaignPath, readCampaign, withQuery } from '../../api/reads.ts';
import type { Page } from '../../contract.ts';
import { helpLink } from '../../help/help-link.ts';
import type { WriteDocument } from '../../layout/document.ts';
import type { Html } from '../../layout/html.ts';
import { campaignCommandsRegion } from '../../regions/campaign-commands.ts';
import { placeRegion } from '../../regions/region.ts';
import { counted } from '../../text/format.ts';
import { importTable, rejected, rejectionTable } from '../../text/import-tables.ts';
import type { RejectionPage } from '../../text/import-tables.ts';
import { uploadForm } from '../../text/upload-form.ts';
import { roleRefusal } from '../../layout/order-button.ts';

const firstRejections = '20';
const perPage = '100';

/** Returns the page on which a draft is prepared (contacts, checks, rehearsal, start), and the rejected rows of a list. */
export function preparePages({ write }: { write: WriteDocument }): Page[] {
  return [
    {
      method: 'get',
      path: '/campaigns/:campaign/prepare',
      async handle({ api, viewer, url, params }) {
        const campaign = await readCampaign(api, params['campaign'] ?? '');
        const { id, name, client, state, total, definition } = campaign;
        const imported = url.searchParams.get('import');
        const [{ items: imports }, preflight, rejections, commands] = await Promise.all([
          readImports(api, id),
          readPreflight(api, id),
          imported === null ? null : readRejections(api, { id: imported, limit: firstRejections }),
          placeRegion(campaignCommandsRegion, { api, viewer, about: id }),
        ]);
        if (imported !== null) requireImport(imports, imported);
        const mayChange = roleRefusal(viewer) === null;
        const main = html`<p class="soft">
            <a href="/campaigns">Campaigns</a> / <bdi>${client}</bdi> /
            <a href="/campaigns/${id}"><bdi>${name}</bdi></a>
          </p>
          <h1>Prepare <bdi>${name}</bdi></h1>
          ${
            state === 'draft'
              ? ''
              : html`<p class="notice">The campaign is ${state}. Contacts that are added now join it.</p>`
          }
          <section aria-labelledby="contacts">
            <h2 id="contacts">1. Contacts</h2>
            <p class="lead">${total === 0 ? 'No contacts yet.' : `${counted(total, 'contact')}.`}</p>
            ${importTable({ imports, campaign: id, shown: imported, mayChange })}
            ${rejections && imported !== null ? rejected({ ...rejections, campaign: id, imported }) : ''}
            ${uploadForm({ campaign: id, imports, country: definition.contacts.country ?? null, mayChange })}
          </section>
          <section aria-labelledby="checks">
            <h2 id="checks">2. Checks</h2>
            ${checks(preflight)}
          </section>
          <section aria-labelledby="rehearsal">
            <h2 id="rehearsal">3. Rehearsal</h2>
            <p>
              The real engine plays the campaign under virtual time with answers drawn at random. No contact
              is called. It takes some seconds.
            </p>
            ${rehearsalButton({ id, total, refusal: roleRefusal(viewer) })}
          </section>
          <section aria-labelledby="start">
            <h2 id="start">4. Start</h2>
            ${commands}
          </section>`;
        return write({
          title: `Prepare ${name}`,
          main,
          viewer,
          url,
          sources: [
            { path: campaignPath(id, '/preflight') },
            { path: campaignPath(id, '/imports'), cli: `import ${name} CONTACTS.csv` },
          ],
        });
      },
    },
    rejectionsPage({ write }),
  ];
}

/** Returns the page with all rejected rows of a list. */
function rejectionsPage({ write }: { write: WriteDocument }): Page {
  return {
    method: 'get',
    path: '/campaigns/:campaign/imports/:import',
    async handle({ api, viewer, url, params }) {
      const { id, name } = await readCampaign(api, params['campaign'] ?? '');
      const imported = params['import'] ?? '';
      requireImport((await readImports(api, id)).items, imported);
      const after = url.searchParams.get('after') ?? undefined;
      const { items, next } = await readRejections(api, { id: imported, limit: perPage, after });
      const path = `/campaigns/${id}/imports/${encodeURIComponent(imported)}`;
      const main = html`<p class="soft">
          <a href="/campaigns/${id}/prepare">Prepare <bdi>${name}</bdi></a>
        </p>
        <h1>Rejected rows</h1>
        <p>${helpLink('rejected', 'Why rows are rejected')}</p>
        ${items.length === 0 ? html`<p>No row was rejected.</p>` : rejectionTable(items)}
        ${next === null ? '' : html`<p><a rel="next" href="${withQuery(path, { after: next })}">More rows</a></p>`}`;
      const sources = [{ path: `/v1/imports/${encodeURIComponent(imported)}/rejections` }];
      return write({ title: 'Rejected rows', main, viewer, url, sources });
    },
  };
}

async function readRejections(
  api: Parameters<typeof readCampaign>[0],
  { id, limit, after }: { id: string; limit: string; after?: string | undefined },
): Promise<RejectionPage> {
  const path = `/v1/imports/${encodeURIComponent(id)}/rejections`;
  return readJson(api, { path: withQuery(path, { limit, after }) });
}

function checks({ canStart, refusals, warnings }: Preflight): Html {
  const item = ({ detail, hint }: Preflight['refusals'][number]): Html =>
    html`<li>
      <p>${detail}</p>
      ${hint === null ? '' : html`<p class="soft">${hint}</p>`}
    </li>`;
  return html`${
    canStart
      ? html`<p class="lead passed">Nothing prevents the start.</p>`
      : html`<p class="lead">The campaign cannot start now:</p>
          <ul class="issues">
            ${refusals.map(item)}
          </ul>
          <p>${helpLink('cannotStart')}</p>`
  }
  ${
    warnings.length === 0
      ? ''
      : html`<h3>Before the start</h3>
          <ul class="warnings">
            ${warnings.map(item)}
          </ul>`
  }`;
}

function rehearsalButton({
  id,
  total,
  refusal,
}: {
  id: string;
  total: number;
  refusal: string | null;
}): Html {
  const why = refusal ?? (total === 0 ? 'There are no contacts to rehearse with.' : null);
  if (why !== null) {
    return html`<p><button type="button" disabled>Rehearse</button> <span class="soft">${why}</span></p>`;
  }
  return html`<form method="post" action="/ui/rehearsals/${id}">
    <button type="submit">Rehearse</button>
  </form>`;
}
