import { html } from 'hono/html';
import type { ProofView, TakeoverView } from '../../../queries/index.ts';
import { callsChart } from '../../charts/calls-chart.ts';
import type { Html } from '../../layout/html.ts';
import { scrollTable } from '../../layout/scroll-table.ts';
import { elapsedText } from '../../text/elapsed.ts';
import { count, counted, instant, unknown } from '../../text/format.ts';
import { groupsOf } from './takeover-groups.ts';
import type { TakeoverGroup } from './takeover-groups.ts';

/** The maximum number of campaigns of a row that are named. */
const mostNamed = 3;

const causes: Readonly<Record<TakeoverView['cause'], string>> = {
  dead: 'The heartbeat of the owner ended: it was killed or cut off.',
  stopping: 'The owner stopped and gave it up.',
  rebalanced: 'The owner had more than its share and gave it up.',
  released: 'It had no owner.',
  own: 'Its owner did not run it.',
};

const whatMarksAre =
  'A line is a takeover, with its number in the table. The band before it is the time without an owner. Takeovers before the first call are in the table only.';

/** The calls of the journal over time, with the takeovers, and these as a table. */
export function takeoversSection({ asOf, takeovers, journal }: ProofView): Html {
  const groups = groupsOf(takeovers.items);
  const calls = journal?.calls ?? { items: [], leftOut: 0 };
  const chart = callsChart({
    spans: calls.items.map(({ startedAt, endedAt }) => ({
      from: Date.parse(startedAt),
      to: endedAt === null ? null : Date.parse(endedAt),
    })),
    marks: groups.flatMap(({ number, since, at }) => (at === null ? [] : [{ number, since, at }])),
    now: Date.parse(asOf),
  });
  return html`<section aria-labelledby="takeovers">
    <h2 id="takeovers">Calls and takeovers over time</h2>
    ${
      chart === ''
        ? ''
        : html`<figure class="chart">
            ${chart}
            <figcaption>
              Calls that are open at once. ${groups.length > 0 ? whatMarksAre : ''}
              ${calls.leftOut > 0 ? `${counted(calls.leftOut, 'earlier call is', 'earlier calls are')} not shown.` : ''}
            </figcaption>
          </figure>`
    }
    ${groups.length === 0 ? html`<p>No campaign has come from one instance to another.</p>` : table(groups)}
    ${takeovers.leftOut > 0 ? html`<p class="soft">${counted(takeovers.leftOut, 'earlier takeover is', 'earlier takeovers are')} not shown.</p>` : ''}
  </section>`;
}

function table(groups: readonly TakeoverGroup[]): Html {
  return scrollTable({
    label: 'Table of takeovers',
    heads: [
      { number: 'No.' },
      'Campaign',
      'From',
      'To',
      'Why',
      'Last heartbeat, or given up',
      'Taken',
      { number: 'Without an owner' },
    ],
    rows: groups.map(
      ({ number, campaigns, from, to, cause, since, at }) =>
        html`<tr>
          <th scope="row" class="number">${count(number)}</th>
          <td>${names(campaigns)}</td>
          <td>${instanceName(from)}</td>
          <td>${to === null ? 'no instance yet' : instanceName(to)}</td>
          <td>${causes[cause]}</td>
          <td class="whole">${timeText(since)}</td>
          <td class="whole">${timeText(at)}</td>
          <td class="number">
            ${since === null || at === null ? unknown : elapsedText(isoText(since), isoText(at))}
          </td>
        </tr>`,
    ),
  });
}

const instanceName = (id: string | null): Html | string => (id === null ? unknown : html`<code>${id}</code>`);

const isoText = (at: number): string => new Date(at).toISOString();

const timeText = (at: number | null): Html | string =>
  at === null ? unknown : instant(isoText(at), 'exact');

function names(campaigns: TakeoverGroup['campaigns']): Html {
  const rest = campaigns.length - mostNamed;
  return html`${campaigns
    .slice(0, mostNamed)
    .map(
      ({ campaign, name }, index) =>
        html`${index > 0 ? ', ' : ''}<a href="/campaigns/${campaign}"><bdi>${name}</bdi></a>`,
    )}${rest > 0 ? ` and ${count(rest)} more` : ''}`;
}
