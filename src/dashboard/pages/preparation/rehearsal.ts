import { html } from 'hono/html';
import type { RehearsalView } from '../../api/preparation.ts';
import { readJson } from '../../api/read-json.ts';
import { campaignPath, readCampaign } from '../../api/reads.ts';
import { shadedCell } from '../../charts/shaded-cell.ts';
import type { Page } from '../../contract.ts';
import type { WriteDocument } from '../../layout/document.ts';
import type { Html } from '../../layout/html.ts';
import { count, counted, instant } from '../../text/format.ts';

/** Returns the page with the prediction of a campaign. It is computed for each request, and changes nothing. */
export function rehearsalPages({ write }: { write: WriteDocument }): Page[] {
  return [
    {
      method: 'post',
      path: '/ui/rehearsals/:campaign',
      async handle({ api, viewer, url, params }) {
        const { id, name } = await readCampaign(api, params['campaign'] ?? '');
        const path = campaignPath(id, '/rehearsal');
        const rehearsal = await readJson<RehearsalView>(api, { method: 'POST', path, json: {} });
        const main = html`<p class="soft">
            <a href="/campaigns/${id}/prepare">Prepare <bdi>${name}</bdi></a>
          </p>
          <h1>Rehearsal of <bdi>${name}</bdi></h1>
          ${summary(rehearsal)}
          <div class="columns">${skippedTable(rehearsal)} ${endTable(rehearsal)} ${dayTable(rehearsal)}</div>
          ${hourTable(rehearsal)}`;
        return write({ title: `Rehearsal of ${name}`, main, viewer, url });
      },
    },
  ];
}

const sumOf = (amounts: Readonly<Record<string, number>>): number =>
  Object.values(amounts).reduce((sum, amount) => sum + amount, 0);

function summary({
  end,
  contacts,
  attempts,
  skipped,
  days,
  runs,
  coverage,
  deadShare,
  sample,
}: RehearsalView) {
  const rows = skipped.reduce((sum, { rows: some }) => sum + some, 0);
  return html`<p class="lead">
      ${
        end === null
          ? 'If it starts now, it does not end within the time that was played.'
          : html`If it starts now, it ends about ${instant(end.likely, 'date')} (between
            ${instant(end.early, 'date')} and ${instant(end.late, 'date')}).`
      }
      ${counted(sumOf(contacts), 'contact')} with ${counted(attempts['started'] ?? 0, 'call')} on
      ${counted(days.length, 'day')}.
      ${rows === 0 ? 'No row of the lists is skipped.' : `${counted(rows, 'row')} of the lists are skipped.`}
    </p>
    <p class="soft">
      ${counted(runs, 'play')}. Each range holds in at least ${count(coverage * 100)} % of
      starts${
        deadShare === null
          ? ''
          : `, as long as at most ${count(deadShare * 100)} % of the numbers never answer`
      }.
      ${
        sample === null
          ? ''
          : `A sample of ${count(sample.contacts)} of ${counted(sample.of, 'contact')} was played, and the figures are scaled to the list.`
      }
    </p>`;
}

function skippedTable({ skipped }: RehearsalView): Html {
  if (skipped.length === 0) {
    return html`<section>
      <h2>Skipped rows</h2>
      <p class="soft">None.</p>
    </section>`;
  }
  return html`<section>
    <h2>Skipped rows</h2>
    <table>
      <tbody>
        ${skipped.map(
          ({ code, rows, firstRow, detail }) =>
            html`<tr>
              <th scope="row">
                <bdi>${detail}</bdi>
                <span class="soft"><code>${code}</code>, first in row ${count(firstRow)}</span>
              </th>
              <td class="number">${count(rows)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

type Range = RehearsalView['ranges']['days'][string];

function amountTable({
  title,
  rows,
  ranges,
}: {
  title: string;
  rows: readonly (readonly [string, number])[];
  ranges: Readonly<Record<string, Range>>;
}): Html {
  const rangeText = (range: Range | undefined): string =>
    range === undefined ? '' : `${count(range.low)} to ${count(range.high)}`;
  return html`<section>
    <h2>${title}</h2>
    <table>
      <tbody>
        ${rows.map(
          ([name, amount]) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td class="number">${count(amount)}</td>
              <td class="number soft">${rangeText(ranges[name])}</td>
            </tr>`,
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">sum</th>
          <td class="number">${count(rows.reduce((sum, [, amount]) => sum + amount, 0))}</td>
          <td></td>
        </tr>
      </tfoot>
    </table>
  </section>`;
}

function endTable({ contacts, ranges }: RehearsalView): Html {
  return amountTable({ title: 'Contacts by end', rows: Object.entries(contacts), ranges: ranges.contacts });
}

function dayTable({ days, ranges }: RehearsalView): Html {
  const rows = days.map(({ day, attempts }) => [day, attempts] as const);
  return amountTable({ title: 'Calls per local day', rows, ranges: ranges.days });
}

/** The planned calls by the time zone and the local hour of the contact. */
function hourTable({ zones }: RehearsalView): Html | '' {
  if (zones.length === 0) return '';
  const most = Math.max(1, ...zones.flatMap(({ hours }) => hours));
  const used = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) =>
    zones.some(({ hours }) => (hours[hour] ?? 0) > 0),
  );
  return html`<section>
    <h2>Calls by local hour</h2>
    <div class="scroller" role="region" aria-label="Calls by local hour" tabindex="0">
      <table class="shaded">
        <thead>
          <tr>
            <th scope="col">Time zone</th>
            ${used.map((hour) => html`<th scope="col">${String(hour).padStart(2, '0')}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${zones.map(
            ({ timeZone, hours }) =>
              html`<tr>
                <th scope="row">${timeZone}</th>
                ${used.map((hour) => shadedCell(hours[hour] ?? 0, most))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}
