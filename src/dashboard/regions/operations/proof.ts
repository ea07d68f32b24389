import { html } from 'hono/html';
import type { ProofView } from '../../../queries/index.ts';
import { readJson } from '../../api/read-json.ts';
import { helpLink } from '../../help/help-link.ts';
import type { Html } from '../../layout/html.ts';
import { scrollTable } from '../../layout/scroll-table.ts';
import { count, counted, instant, unknown } from '../../text/format.ts';
import type { Region } from '../region.ts';
import { takeoversSection } from './takeovers.ts';

/** The records compared with the journal of the carrier, and takeovers, every 15 seconds while instances run. */
export const proofRegion: Region = {
  name: 'proof',
  everyMs: 15_000,
  topics: ({ client }) => [{ name: 'instances', client }],
  async render({ api }) {
    const proof = await readJson<ProofView>(api, { path: '/v1/proof' });
    const { asOf, records, journal } = proof;
    return html`<p class="lead">${verdict({ records, journal })}</p>
      ${differs({ records, journal }) ? html`<p>${helpLink('proof')}</p>` : ''}
      <p class="soft">
        As of ${instant(asOf)}, compared again every 15 seconds. <a href="/proof">Compare now</a>
      </p>
      <section aria-labelledby="records">
        <h2 id="records">Every contact has one place</h2>
        ${sums(records)}
      </section>
      <section aria-labelledby="journal">
        <h2 id="journal">The carrier's journal against our records</h2>
        ${journal ? journalTable(journal) : noJournal}
      </section>
      ${journal ? differences(journal.differences) : ''} ${takeoversSection(proof)}`;
  },
};

type Journal = NonNullable<ProofView['journal']>;

const isWhole = ({ total, completed, failed, stopped, remaining }: ProofView['records']): boolean =>
  total === completed + failed + stopped + remaining;

const differing = ({ differences: { items, leftOut } }: Journal): number => items.length + leftOut;

const differs = ({ records, journal }: Pick<ProofView, 'records' | 'journal'>): boolean =>
  !isWhole(records) || (journal !== null && differing(journal) > 0);

function verdict({ records, journal }: Pick<ProofView, 'records' | 'journal'>): Html | string {
  if (!isWhole(records)) return 'The contacts do not add up.';
  if (journal === null) return 'No contact is missing. What the carrier did is not known.';
  const found = differing(journal);
  if (found > 0) return html`${counted(found, 'difference')} between the carrier and our records.`;
  return journal.recorded === null
    ? 'No contact is missing. There are too many calls to compare them one by one.'
    : 'No contact is missing, no call was placed twice, and no call is unknown.';
}

function sums(records: ProofView['records']): Html {
  const { campaigns, total, completed, failed, stopped, remaining } = records;
  const sign = isWhole(records) ? '=' : '≠';
  return html`<p>
    ${count(completed)} completed + ${count(failed)} failed + ${count(stopped)} stopped + ${count(remaining)}
    remaining ${sign} ${count(total)} in ${counted(campaigns, 'campaign')}
  </p>`;
}

const noJournal = html`<p>
  This carrier has no journal that can be read, so it is not known here whether each of our calls is on its
  bill. What is compared all the time: every call that we have an id for is asked for at the carrier until its
  end is known, and an attempt without an answer is searched for before it may be tried again.
</p>`;

function journalTable(journal: Journal): Html {
  const { placed, recorded, doubles, overlaps, unrecorded, unplaced, maxAtOnce, maxPerSecond } = journal;
  const rows: readonly (readonly [string, string, boolean])[] = [
    ['calls placed by the carrier', count(placed), true],
    [
      'attempts that the carrier accepted, in our records',
      count(recorded),
      recorded === null || unrecorded + unplaced === 0,
    ],
    ['attempts placed more than once', count(doubles), doubles === 0],
    ['calls to a number with an open call', count(overlaps), overlaps === 0],
    ['placed, and not in our records', count(unrecorded), unrecorded === 0],
    ['in our records, and not placed', count(unplaced), unplaced === 0],
    ['most calls at once', count(maxAtOnce), true],
    ['most calls accepted in any second', count(maxPerSecond), true],
  ];
  return html`<table class="fact-table">
    <tbody>
      ${rows.map(
        ([name, amount, isRight]) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td class="number">${isRight ? amount : html`<span class="chip needs">${amount}</span>`}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function differences({ items, leftOut }: Journal['differences']): Html | '' {
  if (items.length === 0) return '';
  return html`<section aria-labelledby="differences">
    <h2 id="differences">Differences</h2>
    ${scrollTable({
      label: 'Table of differences',
      heads: ['Call', 'Difference'],
      rows: items.map(
        ({ call, providerId, text }) =>
          html`<tr>
            <th scope="row">${callName(call, providerId)}</th>
            <td>${text}</td>
          </tr>`,
      ),
    })}
    ${leftOut > 0 ? html`<p class="soft">${counted(leftOut, 'further difference is', 'further differences are')} not shown.</p>` : ''}
  </section>`;
}

/** A call that is not in our records has no page: its id at the carrier is named. */
function callName(call: string | null, providerId: string | null): Html {
  return call === null
    ? html`<code>${providerId ?? unknown}</code>`
    : html`<a href="/calls/${encodeURIComponent(call)}">${call}</a>`;
}
