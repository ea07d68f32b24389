import { html } from 'hono/html';
import { readJson } from '../api/read-json.ts';
import { withQuery } from '../api/reads.ts';
import { layoutsOf, machineChart } from '../charts/machines/index.ts';
import { factList } from '../layout/fact-list.ts';
import type { Fact } from '../layout/fact-list.ts';
import type { Html } from '../layout/html.ts';
import { count } from '../text/format.ts';
import type { Region } from './region.ts';

/** The answer of `/v1/actors/:id`. */
export type ActorView = {
  id: string;
  machine: string;
  version: number;
  campaign: string;
  state: string;
  nextEvents: string[];
  context: Readonly<Record<string, unknown>>;
  owner: string | null;
  epoch: number;
  rev: number;
  seq: number;
};

/** What the region of an actor is about: its id and its campaign. */
export const aboutActor = ({ id, campaign }: Pick<ActorView, 'id' | 'campaign'>): string =>
  `${id}@${campaign}`;

const partsOf = (about: string): [id: string, campaign: string] => {
  const [id = '', campaign = ''] = about.split('@');
  return [id, campaign];
};

/** The path of an actor in the API. A contact has a state only in a campaign. */
export function actorPath(id: string, campaign: string | undefined): string {
  const isContact = /^(con|enr)_/.test(id);
  return withQuery(`/v1/actors/${encodeURIComponent(id)}`, { campaign: isContact ? campaign : undefined });
}

/** The statechart of a campaign, a contact or an attempt with its current state, and its snapshot. */
export const actorRegion: Region = {
  name: 'actor',
  topics: ({ about }) => [{ name: 'progress', campaign: partsOf(about)[1] }],
  async render({ api, about }) {
    const actor = await readJson<ActorView>(api, { path: actorPath(...partsOf(about)) });
    return html`${facts(actor)} ${chart(actor)} ${snapshot(actor)}`;
  },
};

function chart(actor: ActorView): Html {
  const layouts = layoutsOf(actor.machine, 'full');
  if (!layouts) return html`<p class="soft">There is no chart of this machine.</p>`;
  return machineChart({
    layouts,
    direction: 'down',
    id: 'actor-chart',
    label: `The machine ${actor.machine}, in the state ${actor.state}`,
    current: actor.state,
    taken: null,
    nextEvents: actor.nextEvents,
    hrefOf: () => null,
  });
}

function facts({ owner, epoch, rev, seq, version }: ActorView): Html {
  const cells: readonly Fact[] = [
    ['version of the machine', count(version)],
    ['owner', owner ?? html`<span class="soft">no instance</span>`],
    ['epoch', count(epoch)],
    ['rev', count(rev)],
    ['seq', count(seq)],
  ];
  return factList(cells, 'figures small');
}

function snapshot({ context, nextEvents, state }: ActorView): Html {
  return html`<div class="columns">
    <section>
      <h2>Snapshot</h2>
      <pre class="code">${JSON.stringify({ value: state, context }, null, 2)}</pre>
    </section>
    <section>
      <h2>Events that it accepts</h2>
      ${
        nextEvents.length === 0
          ? html`<p class="soft">None.</p>`
          : html`<ul class="list">
              ${nextEvents.map((event) => html`<li><code>${event}</code></li>`)}
            </ul>`
      }
    </section>
  </div>`;
}
