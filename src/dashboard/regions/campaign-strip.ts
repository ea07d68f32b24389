import { html } from 'hono/html';
import { readCampaign, readProgress, readWhy } from '../api/reads.ts';
import { progressBar } from '../charts/progress-bar.ts';
import { factList } from '../layout/fact-list.ts';
import { etaText } from '../text/eta.ts';
import { chip } from '../text/chip.ts';
import { count, decimal } from '../text/format.ts';
import { campaignHue } from '../text/hues.ts';
import type { Region } from './region.ts';

/** A campaign in one strip: its state, what it does in a sentence, its progress, its pace and its end. */
export const campaignStripRegion: Region = {
  name: 'campaign-strip',
  topics: ({ about }) => [{ name: 'progress', campaign: about }],
  async render({ api, about }) {
    const [campaign, progress, why] = await Promise.all([
      readCampaign(api, about),
      readProgress(api, about),
      readWhy(api, about),
    ]);
    const { id, name, client, state } = campaign;
    return html`<article class="strip">
      <div class="strip-name">
        ${chip(state, campaignHue(state))}
        <h3>
          <a href="/campaigns/${id}"><bdi>${name}</bdi></a>
        </h3>
        <span class="soft"><bdi>${client}</bdi></span>
      </div>
      <p class="strip-why">${why.summary}</p>
      ${progressBar(progress)}
      ${factList(
        [
          ['ended', `${decimal(progress.percent)} %`],
          ['remaining', `${count(progress.remaining)} of ${count(progress.total)}`],
          ['in flight', count(progress.inFlight)],
          ['per minute', decimal(progress.ratePerMinute)],
          ['expected end', etaText(progress)],
        ],
        'figures small',
      )}
    </article>`;
  },
};
