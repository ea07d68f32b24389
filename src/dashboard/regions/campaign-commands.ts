import { html } from 'hono/html';
import type { Caller } from '../../domain/caller.ts';
import { directName, editableStates } from '../../domain/campaign/campaign.ts';
import type { CampaignView } from '../../queries/index.ts';
import { readCampaign, readCampaignActor, readInstances, readService } from '../api/reads.ts';
import type { CallApi } from '../contract.ts';
import type { Html } from '../layout/html.ts';
import { orderButton, reasonField, roleRefusal } from '../layout/order-button.ts';
import { chip } from '../text/chip.ts';
import { instant } from '../text/format.ts';
import { campaignHue } from '../text/hues.ts';
import type { Region } from './region.ts';

type Command = {
  /** Unique in the page. */
  id?: string;
  /** The command of the API. */
  name: string;
  /** The event of the campaign machine. */
  event: string;
  label: string;
  /** Set for commands that ask for a confirmation. */
  confirm?: { question: string; fields: Html };
};

/** The commands that a campaign takes from a page. */
export const campaignCommandList: readonly Command[] = [
  { name: 'start', event: 'START', label: 'Start' },
  {
    id: 'canary',
    name: 'start',
    event: 'START',
    label: 'Canary start',
    confirm: {
      question:
        'Contact only the first contacts, once each. Their results decide: within the limits the campaign continues, otherwise it is paused.',
      fields: html`<label
        >Contacts <input name="canary" type="number" min="1" max="1000" value="20" required
      /></label>`,
    },
  },
  { name: 'unschedule', event: 'UNSCHEDULE', label: 'Back to draft' },
  {
    name: 'pause',
    event: 'PAUSE',
    label: 'Pause',
    confirm: { question: 'Pause this campaign? Attempts in flight finish and count.', fields: reasonField },
  },
  { name: 'resume', event: 'RESUME', label: 'Resume' },
  {
    name: 'cancel',
    event: 'CANCEL',
    label: 'Cancel',
    confirm: {
      question: 'Cancel this campaign for ever? Contacts that were not contacted yet end as cancelled.',
      fields: html`${reasonField}
        <label class="check"><input type="checkbox" name="hangUp" value="true" /> Hang up open calls</label>`,
    },
  },
  { name: 'archive', event: 'ARCHIVE', label: 'Archive' },
];

/** Commands without meaning in the present state that are worth showing, so that their place does not change. */
const alwaysShown: ReadonlySet<string> = new Set(['start', 'pause', 'resume', 'cancel']);

/** The state of a campaign and the commands to it. The machine says which of them it takes now. */
export const campaignCommandsRegion: Region = {
  name: 'campaign-commands',
  topics: ({ about, client }) => [
    { name: 'progress', campaign: about },
    { name: 'instances', client },
  ],
  async render({ api, about, viewer }) {
    const [campaign, { nextEvents, owner }, { killsInstances }] = await Promise.all([
      readCampaign(api, about),
      readCampaignActor(api, about),
      readService(api),
    ]);
    return html`${campaignCommands({ campaign, nextEvents, viewer })} ${fileLink({ campaign, viewer })}
    ${killsInstances ? killOwner({ campaign: campaign.id, owner: await readOwner(api, owner), viewer }) : ''}`;
  },
};

/** The link to the file of a campaign that can be edited; nothing for another one. */
function fileLink({
  campaign: { id, name, state },
  viewer,
}: {
  campaign: Pick<CampaignView, 'id' | 'name' | 'state'>;
  viewer: Caller;
}): Html | '' {
  if (!editableStates.includes(state) || name === directName) return '';
  const text = roleRefusal(viewer) === null ? 'Edit the campaign file' : 'The campaign file';
  return html`<p class="file-link"><a href="/campaigns/${id}/edit">${text}</a></p>`;
}

/** `hidden`: fields that each order sends too. */
export function campaignCommands({
  campaign: { id, state, doing },
  nextEvents,
  viewer,
  hidden = html``,
}: {
  campaign: Pick<CampaignView, 'id' | 'state' | 'doing'>;
  nextEvents: readonly string[];
  viewer: Caller;
  hidden?: Html;
}): Html {
  const shown = campaignCommandList.filter(
    ({ id: own, name, event }) => alwaysShown.has(own ?? name) || nextEvents.includes(event),
  );
  return html`<div class="commands">
    ${chip(doing === null ? state : `${state}: ${doing}`, campaignHue(state))}
    ${shown.map((command) => {
      const refusal = refusalOf({ command, state, nextEvents, viewer });
      const { name, label, confirm } = command;
      return orderButton({
        id: command.id ?? name,
        action: `/ui/campaigns/${id}/${name}`,
        label,
        hidden,
        confirm,
        refusal,
      });
    })}
  </div>`;
}

type Owner = { id: string; heartbeatAt: string | null };

async function readOwner(api: CallApi, id: string | null): Promise<Owner | null> {
  if (id === null) return null;
  const known = (await readInstances(api)).items.find((instance) => instance.id === id);
  return { id, heartbeatAt: known?.heartbeatAt ?? null };
}

/** Only in `ringmaster cluster`: the instance that runs the campaign, and the button that kills it. */
function killOwner({
  campaign,
  owner,
  viewer,
}: {
  campaign: string;
  owner: Owner | null;
  viewer: Caller;
}): Html {
  const refusal = owner === null ? 'No instance runs this campaign now.' : roleRefusal(viewer, 'admin');
  return html`<div class="commands kill-owner">
    <span>${owner === null ? 'No instance runs it.' : ownerText(owner)}</span>
    ${orderButton({
      id: 'kill-owner',
      action: `/ui/instances/${encodeURIComponent(owner?.id ?? '')}/kill`,
      label: 'Kill the owner',
      hidden: html`<input type="hidden" name="campaign" value="${campaign}" />`,
      confirm: {
        question:
          'Kill the process of this instance with SIGKILL? Another instance takes over after about ten seconds, and finds the open calls again.',
        fields: '',
      },
      refusal,
    })}
  </div>`;
}

/** A killed instance stays the owner until another one has taken over. Its heartbeat tells that it is dead. */
const ownerText = ({ id, heartbeatAt }: Owner): Html =>
  html`Runs on
    <code>${id}</code>${heartbeatAt === null ? '' : html`, last heartbeat ${instant(heartbeatAt, 'age')}`}`;

/** Why a command is not possible for this viewer now; null if it is. */
function refusalOf({
  command: { event },
  state,
  nextEvents,
  viewer,
}: {
  command: Command;
  state: string;
  nextEvents: readonly string[];
  viewer: Caller;
}): string | null {
  const byRole = roleRefusal(viewer);
  if (byRole !== null) return byRole;
  return nextEvents.includes(event) ? null : `Not possible: the campaign is ${state}.`;
}
