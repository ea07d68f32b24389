import { html } from 'hono/html';
import type { Caller } from '../../../domain/caller.ts';
import type { CallView } from '../../../queries/index.ts';
import { readCampaignNames, readBusinessTime, readCalls } from '../../api/reads.ts';
import type { Html } from '../../layout/html.ts';
import { stayField } from '../../layout/order-button.ts';
import { callChip } from '../../text/call-chip.ts';
import { elapsedText } from '../../text/elapsed.ts';
import { count, counted, instant, unknown } from '../../text/format.ts';
import type { Region } from '../region.ts';
import { hangUpButton } from './hang-up-button.ts';
import { scrollTable } from '../../layout/scroll-table.ts';

/** The maximum number of open calls shown. */
const maxShown = 100;

const isUnknown = ({ state }: CallView): boolean => state === 'unknown';

/** One line per open call, those with an unknown fate first, then the newest. */
export const openCallsRegion: Region = {
  name: 'open-calls',
  everyMs: 500,
  topics: ({ client }) => [{ name: 'open-calls', client }],
  async render({ api, viewer }) {
    const [{ items, next }, now] = await Promise.all([
      readCalls(api, { active: 'true', limit: String(maxShown) }),
      readBusinessTime(api),
    ]);
    if (items.length === 0) return html`<p class="lead calm">No call is open.</p>`;
    const names = await readCampaignNames(api, items);
    const inDoubt = items.filter(isUnknown);
    const sorted = [...inDoubt, ...items.filter((call) => !isUnknown(call))];
    return html`<p class="lead">${sentence(items.length, inDoubt.length, next !== null)}</p>
      ${scrollTable({ label: 'Open calls', heads: ['State', { number: 'For' }, 'To', 'Campaign', 'From', { number: 'Attempt' }, { hidden: 'Orders' }], rows: sorted.map((call) => row({ call, names, now, viewer })) })}`;
  },
};

function sentence(shown: number, inDoubt: number, hasMore: boolean): string {
  const open = hasMore ? `The newest ${count(shown)} open calls` : `${counted(shown, 'call')} open`;
  if (inDoubt === 0) return `${open}.`;
  return `${open}. It is not known whether ${inDoubt === 1 ? '1 of them was made; its slot is' : `${count(inDoubt)} of them were made; their slots are`} kept.`;
}

function row({
  call,
  names,
  now,
  viewer,
}: {
  call: CallView;
  names: ReadonlyMap<string, string>;
  now: string;
  viewer: Caller;
}): Html {
  const { id, campaign, contact, to, from, startedAt, searchUntil, number, hangUp } = call;
  return html`<tr id="call-${id}">
    <td>
      <a href="/calls/${id}">${callChip(call)}</a>
      ${searchUntil === null ? '' : html`<span class="soft">looked for until ${instant(searchUntil)}</span>`}
      ${hangUp ? html`<span class="soft">hang-up ordered</span>` : ''}
    </td>
    <td class="number">${elapsedText(startedAt, now)}</td>
    <td class="whole">
      <a href="/campaigns/${campaign}/contacts/${contact}"><bdi>${to}</bdi></a>
    </td>
    <td>
      <a href="/campaigns/${campaign}"><bdi>${names.get(campaign) ?? campaign}</bdi></a>
    </td>
    <td class="whole"><bdi>${from ?? unknown}</bdi></td>
    <td class="number">${count(number)}</td>
    <td class="whole">${hangUpButton({ call, viewer, hidden: stayField('calls') })}</td>
  </tr>`;
}
