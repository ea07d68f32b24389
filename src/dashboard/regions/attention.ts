import { html } from 'hono/html';
import type { AttentionItem } from '../../queries/index.ts';
import { readAttention } from '../api/reads.ts';
import { helpLink } from '../help/help-link.ts';
import type { Html } from '../layout/html.ts';
import { instant } from '../text/format.ts';
import type { Region } from './region.ts';

/** What needs a person, the most urgent first. */
export const attentionRegion: Region = {
  name: 'attention',
  topics: ({ client }) => [{ name: 'alerts', client }],
  async render({ api }) {
    const { items } = await readAttention(api);
    if (items.length === 0) return html`<p class="lead calm">Nothing needs you.</p>`;
    return html`<ul class="attention">
        ${items.map(entry)}
      </ul>
      <p class="commands">${helpLink('attention')}</p>`;
  },
};

function entry({ code, campaign, name, detail, since, command }: AttentionItem): Html {
  return html`<li>
    <p>
      ${
        campaign === null
          ? ''
          : html`<a href="/campaigns/${campaign}"><bdi>${name}</bdi></a
              >: `
      }${detail}
    </p>
    <p class="soft">
      <code>${code}</code>${since === null ? '' : html`, since ${instant(since, 'since')}`}. Begin with
      <code>${command}</code>
    </p>
  </li>`;
}
