import { html } from 'hono/html';
import type { CallView } from '../../../queries/index.ts';
import type { Html } from '../../layout/html.ts';
import { callChip } from '../../text/call-chip.ts';
import { count, instant, unknown } from '../../text/format.ts';
import { scrollTable } from '../../layout/scroll-table.ts';

/** The attempts at a contact, newest first, with the evidence behind their results. */
export function contactAttempts(calls: readonly CallView[], hasMore: boolean): Html {
  return html`<section aria-labelledby="attempts">
    <h2 id="attempts">Attempts</h2>
    ${
      calls.length === 0
        ? html`<p class="soft">No attempt was made.</p>`
        : scrollTable({
            label: 'Table of attempts',
            heads: [{ number: 'No.' }, 'State', 'Started', 'Result', 'Evidence', { number: 'Talked' }, 'To'],
            rows: calls.map(row),
          })
    }
    ${hasMore ? html`<p class="soft">Older attempts are in the history.</p>` : ''}
  </section>`;
}

/** What the contact answered in the call, and when it wants to be called back. */
function said({ answers, wantsCallBackAt }: CallView): Html | '' {
  const given = Object.entries(answers).map(([name, value]) => `${name}: ${value}`);
  if (given.length === 0 && wantsCallBackAt === null) return '';
  return html`<span class="soft"
    ><bdi>${given.join(', ')}</bdi>${
      wantsCallBackAt === null ? '' : html` wants a call back at ${instant(wantsCallBackAt)}`
    }</span
  >`;
}

function row(call: CallView): Html {
  const { id, number, startedAt, disposition, outcome, cause, evidence, talkSeconds, to, counts } = call;
  return html`<tr>
    <td class="number"><a href="/calls/${id}">${count(number)}</a></td>
    <td>${callChip(call)}</td>
    <td>${instant(startedAt)}</td>
    <td>
      ${[disposition, outcome].filter(Boolean).join(', ') || unknown}
      ${cause === null ? '' : html`<span class="soft">${cause.name} ${cause.code}</span>`}
      ${counts ? '' : html`<span class="soft">does not count</span>`} ${said(call)}
    </td>
    <td class="whole">${evidence === 'none' ? unknown : evidence}</td>
    <td class="number">${talkSeconds === null ? unknown : `${count(talkSeconds)} s`}</td>
    <td class="whole"><bdi>${to}</bdi></td>
  </tr>`;
}
