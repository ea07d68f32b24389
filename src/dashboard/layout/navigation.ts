import { html } from 'hono/html';
import type { Html } from './html.ts';

/** The pages in the head of every page, in order. */
const entries: readonly { path: string; title: string }[] = [
  { path: '/', title: 'Now' },
  { path: '/campaigns', title: 'Campaigns' },
  { path: '/calls', title: 'Calls' },
  { path: '/machines', title: 'Machines' },
  { path: '/limits', title: 'Limits' },
  { path: '/do-not-contact', title: 'Do not contact' },
  { path: '/proof', title: 'Proof' },
  { path: '/instances', title: 'Instances' },
  { path: '/settings', title: 'Settings' },
];

export function navigation(path: string): Html {
  const isCurrent = (entry: string): boolean =>
    entry === '/' ? path === '/' : path === entry || path.startsWith(`${entry}/`);
  return html`<nav class="navigation" aria-label="Pages">
    <ul>
      ${entries.map(
        ({ path: to, title }) =>
          html`<li><a href="${to}" ${isCurrent(to) ? html`aria-current="page"` : ''}>${title}</a></li>`,
      )}
    </ul>
  </nav>`;
}
