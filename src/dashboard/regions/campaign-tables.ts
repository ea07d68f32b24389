import { html } from 'hono/html';
import type { EnrollmentState } from '../../domain/contact/enrollment.ts';
import type { ReasonCode } from '../../domain/reason-code.ts';
import type { ProgressView, Why } from '../../queries/index.ts';
import { readProgress, readWhy } from '../api/reads.ts';
import type { Html } from '../layout/html.ts';
import { chip } from '../text/chip.ts';
import { count, instant } from '../text/format.ts';
import { enrollmentHue } from '../text/hues.ts';
import { reasonLink } from '../text/reason-link.ts';
import { reasonLabels } from '../text/reason-labels.ts';
import type { Region } from './region.ts';

/** The reasons of the remaining contacts of a campaign, its contacts by state, and its attempts by result. */
export const campaignTablesRegion: Region = {
  name: 'campaign-tables',
  topics: ({ about }) => [{ name: 'progress', campaign: about }],
  async render({ api, about }) {
    const [progress, why] = await Promise.all([readProgress(api, about), readWhy(api, about)]);
    return html`<div class="columns">
      ${reasonTable({ why, remaining: progress.remaining, campaign: about })}
      ${stateTable({ progress, campaign: about })} ${dispositionTable(progress)}
    </div>`;
  },
};

type Row = { label: Html | string; amount: number; more?: Html | string };

/** A table of amounts with their sum, which is printed so that everyone can see that nothing is missing. */
function amounts({ title, rows, empty }: { title: string; rows: readonly Row[]; empty: string }): Html {
  if (rows.length === 0) {
    return html`<section>
      <h2>${title}</h2>
      <p class="soft">${empty}</p>
    </section>`;
  }
  const sum = rows.reduce((total, { amount }) => total + amount, 0);
  return html`<section>
    <h2>${title}</h2>
    <table>
      <tbody>
        ${rows.map(
          ({ label, amount, more = '' }) =>
            html`<tr>
              <th scope="row">${label} ${more}</th>
              <td class="number">${count(amount)}</td>
            </tr>`,
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">sum</th>
          <td class="number">${count(sum)}</td>
        </tr>
      </tfoot>
    </table>
  </section>`;
}

/** A reason, as a link to the contacts that have it if it is stored with them. */
function reasonLabel(campaign: string, code: ReasonCode): Html {
  const link = reasonLink(campaign, code);
  const label = html`<span title="${code}">${reasonLabels[code]}</span>`;
  return link === null ? label : html`<a href="${link}">${label}</a>`;
}

function reasonTable({ why, remaining, campaign }: { why: Why; remaining: number; campaign: string }): Html {
  return amounts({
    title: `Why ${count(remaining)} remain`,
    empty: 'No contact remains.',
    rows: why.reasons.map(({ code, contacts, until, timeZone }) => ({
      label: reasonLabel(campaign, code),
      amount: contacts,
      more:
        until === null
          ? ''
          : html`<span class="soft"
              >until ${instant(until)}${timeZone === undefined ? '' : ` (${timeZone})`}</span
            >`,
    })),
  });
}

function stateTable({ progress, campaign }: { progress: ProgressView; campaign: string }): Html {
  const states = Object.entries(progress.contacts) as [EnrollmentState, number][];
  return amounts({
    title: 'Contacts by state',
    empty: 'The campaign has no contacts.',
    rows: states.map(([state, amount]) => ({
      label: html`<a href="/campaigns/${campaign}/contacts?state=${state}"
        >${chip(state, enrollmentHue(state))}</a
      >`,
      amount,
    })),
  });
}

function dispositionTable({ attempts }: ProgressView): Html {
  const { started: _, ...ended } = attempts;
  return amounts({
    title: 'Attempts by result',
    empty: 'No attempt has ended.',
    rows: Object.entries(ended).map(([label, amount]) => ({ label, amount })),
  });
}
