import { html } from 'hono/html';
import type { Caller } from '../../../domain/caller.ts';
import { readJson } from '../../api/read-json.ts';
import { readCall, readCampaign } from '../../api/reads.ts';
import type { CallApi } from '../../contract.ts';
import { factList } from '../../layout/fact-list.ts';
import type { Fact } from '../../layout/fact-list.ts';
import type { Html } from '../../layout/html.ts';
import { stayField } from '../../layout/order-button.ts';
import { callChip } from '../../text/call-chip.ts';
import { count } from '../../text/format.ts';
import { hangUpButton } from '../calls/hang-up-button.ts';
import { campaignCommands } from '../campaign-commands.ts';
import { contactCommands } from '../contact/contact-commands.ts';
import type { Region } from '../region.ts';
import { actorHistory } from './actor-history.ts';
import { readActorSteps } from './actor-steps.ts';
import type { ActorSteps } from './actor-steps.ts';
import { actorPath, splitAbout } from './actor-view.ts';
import type { ActorView } from './actor-view.ts';

/**
 * An actor, which is a campaign, a contact or an attempt: its commands, who runs it, and its chart, snapshot and next
 * events over its history.
 */
export const actorRegion: Region = {
  name: 'actor',
  everyMs: 500,
  topics: ({ about }) => [{ name: 'progress', campaign: splitAbout(about).campaign }],
  async render({ api, about, viewer }) {
    const { id, campaign } = splitAbout(about);
    const actor = await readJson<ActorView>(api, { path: actorPath(id, campaign) });
    const path = `/v1/machines/${actor.machine}`;
    const [{ definition }, found] = await Promise.all([
      readJson<{ definition: Readonly<Record<string, unknown>> }>(api, { path }),
      readActorSteps(api, actor),
    ]);
    return html`${await commands({ api, viewer, actor, found })} ${facts(actor)}
    ${actorHistory({ actor, found, definition })}`;
  },
};

/** The commands that the API has for this actor. Events are never sent to a machine directly. */
async function commands({
  api,
  viewer,
  actor: { machine, id, campaign, nextEvents },
  found: { person },
}: {
  api: CallApi;
  viewer: Caller;
  actor: ActorView;
  found: ActorSteps;
}): Promise<Html> {
  const hidden = stayField('machine');
  if (machine === 'attempt') {
    const call = await readCall(api, id);
    return html`<div class="commands">${callChip(call)} ${hangUpButton({ call, viewer, hidden })}</div>`;
  }
  if (person) return contactCommands({ person, nextEvents, viewer, hidden });
  return campaignCommands({ campaign: await readCampaign(api, campaign), nextEvents, viewer, hidden });
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
