import { html } from 'hono/html';
import type { WhatIfView } from '../../queries/index.ts';
import { readWhatIf } from '../api/reads.ts';
import type { PageRequest } from '../contract.ts';
import type { Html } from '../layout/html.ts';
import { problemNotice } from '../layout/problem.ts';
import { instant, unknown } from '../text/format.ts';
import { isRefusal } from './give-order.ts';

/** The states in which the end of a campaign is estimated. */
const moving: ReadonlySet<string> = new Set(['running', 'scheduled']);

/** A form for other limits, and the end that they would lead to. It needs no script: the answer is a page of its own. */
export async function whatIfPart(
  { api, url }: Pick<PageRequest, 'api' | 'url'>,
  { id, state }: { id: string; state: string },
): Promise<Html | string> {
  if (!moving.has(state)) return '';
  const asked = {
    concurrent: url.searchParams.get('concurrent') ?? undefined,
    perSecond: url.searchParams.get('perSecond') ?? undefined,
  };
  const isAsked = Boolean(asked.concurrent ?? asked.perSecond);
  return html`<section id="what-if">
    <h2>What if</h2>
    <form method="get" action="/campaigns/${id}#what-if" class="filter">
      <label
        >At once
        <input name="concurrent" type="number" min="1" max="100000" value="${asked.concurrent ?? ''}"
      /></label>
      <label
        >Starts per second
        <input
          name="perSecond"
          type="number"
          min="0.001"
          max="100000"
          step="any"
          value="${asked.perSecond ?? ''}"
      /></label>
      <button type="submit">Estimate the end</button>
    </form>
    ${isAsked ? await answer(() => readWhatIf(api, id, asked)) : ''}
  </section>`;
}

async function answer(read: () => Promise<WhatIfView>): Promise<Html> {
  try {
    const { summary, current, changed, unlimited } = await read();
    return html`<p>${summary}</p>
      <p class="soft">
        Now ${end(current)}, then ${end(changed)}, without limits of the campaign ${end(unlimited)}. Nothing
        was changed.
      </p>`;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return problemNotice({ detail: error.message, hint: error.hint });
  }
}

const end = (eta: WhatIfView['current']): Html | string => (eta ? instant(eta.likely) : unknown);
