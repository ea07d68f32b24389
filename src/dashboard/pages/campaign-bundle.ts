import { html } from 'hono/html';
import { passFile } from '../api/read-json.ts';
import { campaignPath } from '../api/reads.ts';
import type { Page } from '../contract.ts';
import type { Html } from '../layout/html.ts';

/** Returns the download of the bundle of a campaign. */
export function bundlePage(): Page {
  return {
    method: 'get',
    path: '/campaigns/:campaign/bundle',
    handle: ({ api, params }) => passFile(api, campaignPath(params['campaign'] ?? '', '/bundle')),
  };
}

/** The link to the bundle on the page of a campaign. */
export function bundleLine(campaign: string): Html {
  return html`<p class="soft">
    <a href="/campaigns/${campaign}/bundle" download>Download as a bundle</a>: the campaign without personal
    data, which anyone can look at with <code>ringmaster serve --bundle FILE</code>.
  </p>`;
}
