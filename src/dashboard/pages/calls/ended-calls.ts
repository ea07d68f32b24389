import { html } from 'hono/html';
import type { CallView } from '../../../queries/index.ts';
import { withQuery } from '../../api/reads.ts';
import type { Html } from '../../layout/html.ts';
import { callChip } from '../../text/call-chip.ts';
import { count, instant, unknown } from '../../text/format.ts';
import { scrollTable } from '../../layout/scroll-table.ts';

/** A page of calls that have ended. `names`: the names of their campaigns. */
export function endedCalls({
  calls,
  names,
  isFirst,
  next,
}: {
  calls: readonly CallView[];
  names: ReadonlyMap<string, string>;
  isFirst: boolean;
  next: string | null;
}): Html {
  return html`${
    calls.length === 0
      ? html`<p class="soft">${next === null ? 'No call has ended.' : 'No call of this page has ended.'}</p>`
      : table(calls, names)
  }
  ${isFirst && next === null ? '' : pageLinks({ isFirst, next })}`;
}

function pageLinks({ isFirst, next }: { isFirst: boolean; next: string | null }): Html {
  return html`<p class="commands">
    ${isFirst ? '' : html`<a href="/calls">Newest calls</a>`}
    ${next === null ? '' : html`<a rel="next" href="${withQuery('/calls', { after: next })}">Older calls</a>`}
  </p>`;
}

function table(calls: readonly CallView[], names: ReadonlyMap<string, string>): Html {
  return scrollTable({
    label: 'Ended calls',
    heads: [
      'State',
      'Started',
      'Ended',
      'To',
      'Campaign',
      { number: 'Attempt' },
      { number: 'Talked' },
      'Result',
      'Evidence',
    ],
    rows: calls.map((call) => row(call, names)),
  });
}

function row(call: CallView, names: ReadonlyMap<string, string>): Html {
  const { id, campaign, contact, to, startedAt, endedAt, number, talkSeconds, evidence } = call;
  return html`<tr>
    <td><a href="/calls/${id}">${callChip(call)}</a></td>
    <td>${instant(startedAt)}</td>
    <td>${instant(endedAt)}</td>
    <td class="whole">
      <a href="/campaigns/${campaign}/contacts/${contact}"><bdi>${to}</bdi></a>
    </td>
    <td>
      <a href="/campaigns/${campaign}"><bdi>${names.get(campaign) ?? campaign}</bdi></a>
    </td>
    <td class="number">${count(number)}</td>
    <td class="number">${talkSeconds === null ? unknown : `${count(talkSeconds)} s`}</td>
    <td>${[call.disposition, call.outcome].filter(Boolean).join(', ') || unknown}</td>
    <td class="whole">${evidence === 'none' ? unknown : evidence}</td>
  </tr>`;
}
