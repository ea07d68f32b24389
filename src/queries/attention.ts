import type { CampaignRecord } from '../domain/campaign.ts';
import { everyClient } from '../domain/party.ts';
import type { Store } from '../persistence/contract.ts';
import { instantOrNull } from './instants.ts';
import { campaignView } from './views/campaign-view.ts';

/** Something that a person must look at. */
export type AttentionItem = {
  /** `campaign.provider-outage`, `campaign.failed`, `contact.review`, `window.never`, `client.paused` ... */
  code: string;
  /** `*` for an emergency stop of everything. */
  client: string;
  campaign: string | null;
  name: string | null;
  /** RFC 3339 in UTC, where known. */
  since: string | null;
  /** What it is and what to do about it. */
  detail: string;
};

const pauseDetails: Readonly<Record<string, string>> = {
  'provider-outage': 'The provider failed three probes in a row. Look at the provider, then resume.',
  'provider-credit': 'The provider account is out of credit. Top it up, then resume.',
  'provider-configuration': 'The provider refuses our credentials or caller ID. Correct them, then resume.',
};

const attentiveStates = ['paused', 'failed', 'running'] as const;
const pageSize = 200;

async function* campaignsOf(store: Store, client: string | null): AsyncGenerator<CampaignRecord> {
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<Store['listCampaigns']>> = await store.listCampaigns({
      ...(client === null ? {} : { client }),
      ...(after === null ? {} : { after }),
      states: attentiveStates,
      limit: pageSize,
    });
    yield* page.items;
    after = page.next;
  } while (after !== null);
}

function itemsOf(record: CampaignRecord): AttentionItem[] {
  const { id, client, name, state, counters } = record;
  const view = campaignView(record);
  const item = (code: string, since: string | null, detail: string): AttentionItem[] => [
    { code, client, campaign: id, name, since, detail },
  ];
  if (view.failure) return item(view.failure.code, view.endedAt, view.failure.detail);
  if (state === 'failed')
    return item('campaign.failed', view.endedAt, 'The campaign failed; see its events.');
  const pause = view.pause && pauseDetails[view.pause.cause];
  const reviews = counters.states.review ?? 0;
  return [
    ...(pause ? item(`campaign.${view.pause?.cause}`, view.pausedAt, pause) : []),
    ...(view.waiting?.reason === 'window.never'
      ? item('window.never', null, 'The window never opens for those who are left. Edit it, or cancel.')
      : []),
    ...(reviews > 0
      ? item(
          'contact.review',
          null,
          `${reviews} ${reviews === 1 ? 'person waits' : 'people wait'} for a decision: retry, skip or remove.`,
        )
      : []),
  ];
}

async function holdItems(store: Store, client: string | null): Promise<AttentionItem[]> {
  const holds = await store.listHolds();
  return holds
    .filter((hold) => client === null || hold.client === client || hold.client === everyClient)
    .map((hold) => {
      const what =
        hold.client === everyClient ? 'Everything is stopped' : 'Everything of this client is stopped';
      const reason = hold.reason === null ? '' : ` (${hold.reason})`;
      return {
        code: 'client.paused',
        client: hold.client,
        campaign: null,
        name: null,
        since: instantOrNull(hold.at),
        detail: `${what} by ${hold.by}${reason} until somebody resumes it.`,
      };
    });
}

/** What needs a person, of one client or (null) of all: emergency stops first, then campaigns, newest first. */
export async function attentionItems({
  store,
  client,
}: {
  store: Store;
  client: string | null;
}): Promise<AttentionItem[]> {
  const items = await holdItems(store, client);
  for await (const record of campaignsOf(store, client)) items.push(...itemsOf(record));
  return items;
}
