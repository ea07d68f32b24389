import { html } from 'hono/html';
import type { Html } from './html.ts';

type Entry = {
  path: string;
  title: string;
  /** Where else its pages are: the addresses of forms, which are shown again after an error, and of pages below it. */
  also?: readonly string[];
};

const formsOfCampaigns = [
  'campaigns',
  'new-campaign',
  'edit-campaign',
  'imports',
  'close-import',
  'rehearsals',
  'instances',
].map((name) => `/ui/${name}`);

/** The pages in the head of every page, in order. */
const entries: readonly Entry[] = [
  { path: '/', title: 'Now', also: ['/ui/stops'] },
  { path: '/campaigns', title: 'Campaigns', also: formsOfCampaigns },
  { path: '/calls', title: 'Calls', also: ['/ui/calls'] },
  { path: '/machines', title: 'Machines' },
  { path: '/limits', title: 'Limits', also: ['/clients', '/ui/clients'] },
  { path: '/do-not-contact', title: 'Do not contact', also: ['/ui/do-not-contact'] },
  { path: '/proof', title: 'Proof' },
  { path: '/webhooks', title: 'Webhooks' },
  { path: '/instances', title: 'Instances' },
  { path: '/settings', title: 'Settings', also: ['/ui/settings'] },
];

export function navigation(path: string): Html {
  const isAt = (place: string): boolean => path === place || (place !== '/' && path.startsWith(`${place}/`));
  const isCurrent = ({ path: own, also = [] }: Entry): boolean => [own, ...also].some(isAt);
  return html`<nav class="navigation" aria-label="Pages">
    <ul>
      ${entries.map(
        (entry) =>
          html`<li>
            <a href="${entry.path}" ${isCurrent(entry) ? html`aria-current="page"` : ''}>${entry.title}</a>
          </li>`,
      )}
    </ul>
  </nav>`;
}
