import { html } from 'hono/html';
import type { LimitsView } from '../../../queries/index.ts';
import type { Html } from '../../layout/html.ts';
import { count, unknown } from '../../text/format.ts';

/** The answer of the API: uses of shared limits are unknown to a viewer of one client. */
export type Limits = Omit<LimitsView, 'items'> & {
  items: readonly (Omit<LimitsView['items'][number], 'held' | 'hourUsed' | 'dayUsed'> & {
    held: number | null;
    hourUsed: number | null;
    dayUsed: number | null;
  })[];
};

/** Stands in place of a limit that is not set. */
export const unlimited = 'no limit';

/** The use of a limit and its size; a full one stands out. */
export function use(amount: number | null, cap: number | null): Html | string {
  if (cap === null) return count(amount);
  const text = `${count(amount)} of ${count(cap)}`;
  return amount !== null && amount >= cap ? html`<span class="chip wait">${text}</span>` : text;
}

function one([first]: Limits['items'][number]['campaigns']): Html | string {
  return first ? html`<a href="/campaigns/${first.id}"><bdi>${first.name}</bdi></a>` : unknown;
}

/** The name of what a limit covers, with a link to its page. */
export function scopeName({ scope, campaigns }: Pick<Limits['items'][number], 'scope' | 'campaigns'>): Html {
  const at = scope.indexOf(':');
  const [kind, name] = at < 0 ? [scope, ''] : [scope.slice(0, at), scope.slice(at + 1)];
  if (kind === 'global') return html`the whole installation`;
  if (kind === 'client') return html`client <a href="/clients/${name}"><bdi>${name}</bdi></a>`;
  if (kind === 'campaign') return html`campaign ${one(campaigns)}`;
  return html`${kind} <bdi>${name}</bdi>`;
}
