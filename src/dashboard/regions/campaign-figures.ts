import { html } from 'hono/html';
import type { CampaignCost, CanaryView, Notice, ProgressView } from '../../queries/index.ts';
import { readCost, readProgress, readWhy } from '../api/reads.ts';
import { progressBar } from '../charts/progress-bar.ts';
import { helpLink } from '../help/help-link.ts';
import { factList } from '../layout/fact-list.ts';
import type { Fact } from '../layout/fact-list.ts';
import type { Html } from '../layout/html.ts';
import { etaText } from '../text/eta.ts';
import { count, decimal, unknown } from '../text/format.ts';
import type { Region } from './region.ts';

/** What a campaign does and why, and its figures. */
export const campaignFiguresRegion: Region = {
  name: 'campaign-figures',
  topics: ({ about }) => [{ name: 'progress', campaign: about }],
  async render({ api, about }) {
    const [progress, why, cost] = await Promise.all([
      readProgress(api, about),
      readWhy(api, about),
      readCost(api, about),
    ]);
    return html`${why.notices.map(noticeText)}
      <p class="lead">${why.situation}</p>
      ${isStill(progress) ? html`<p>${helpLink('nothingDialled', 'Why a campaign may do nothing')}</p>` : ''}
      ${canaryPart(why.canary)} ${progressBar(progress)} ${figures(progress, cost)}`;
  },
};

/** Whether contacts remain and none is being contacted. */
const isStill = ({ remaining, inFlight }: ProgressView): boolean => remaining > 0 && inFlight === 0;

/** The canary start: its state, and each rate with its limit. */
function canaryPart(canary: CanaryView | null): Html | string {
  if (!canary) return '';
  const { verdict, summary, rates } = canary;
  return html`<div class="${verdict === 'failed' ? 'notice' : 'soft'}">
    <p>${summary}</p>
    <ul>
      ${rates.map(
        ({ detail, isOver }) =>
          html`<li>${isOver ? html`<strong>${detail}: over the limit</strong>` : detail}</li>`,
      )}
    </ul>
  </div>`;
}

function noticeText({ detail, command }: Notice): Html {
  return html`<p class="notice">${detail} <code>${command}</code></p>`;
}

/** What calls cost so far, and what is left of the budget. Nothing for a campaign without both. */
function costCells({ costs, budget }: CampaignCost): Fact[] {
  return [
    ...costs.map(({ currency, total }): Fact => ['spent', `${total} ${currency}`]),
    ...(budget ? [['budget left', `${budget.left} of ${budget.amount} ${budget.currency}`] as const] : []),
  ];
}

function figures(progress: ProgressView, cost: CampaignCost): Html {
  const { total, completed, failed, stopped, remaining, inFlight, percent, successRate, ratePerMinute } =
    progress;
  const cells: readonly Fact[] = [
    ['contacts', count(total)],
    ['completed', count(completed)],
    ['failed', count(failed)],
    ['stopped', count(stopped)],
    ['remaining', count(remaining)],
    ['in flight', count(inFlight)],
    ['ended', `${decimal(percent)} %`],
    ['success', successRate === null ? unknown : `${decimal(successRate * 100)} %`],
    ['per minute', decimal(ratePerMinute)],
    ['expected end', etaText(progress)],
    ...costCells(cost),
  ];
  return html`${factList(cells, 'figures')}
    <p class="soft">
      ${count(completed)} completed + ${count(failed)} failed + ${count(stopped)} stopped +
      ${count(remaining)} remaining = ${count(total)}
    </p>`;
}
