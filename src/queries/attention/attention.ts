import type { Breaker } from '../../domain/breaker.ts';
import { ownedStates } from '../../domain/campaign/campaign.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { unclearZones } from '../../domain/campaign/former-definition.ts';
import { everyClient } from '../../domain/contact/party.ts';
import type { ClientRecord, Store } from '../../persistence/contract/store.ts';
import { breakerPolicy } from '../../rules/breaker.ts';
import { preparerOfStep } from '../../rules/provider-gates.ts';
import { alertItems } from './alert-items.ts';
import { joinNotices } from './notices.ts';
import type { Notice, Notices } from './notices.ts';
import { stuckAttempts } from './stuck-attempts.ts';
import { instantOrNull } from '../instants.ts';
import { breakersOf, campaignView } from '../views/campaign-view.ts';
import type { Viewing } from '../views/campaign-view.ts';

/** A problem that an operator must handle. */
export type AttentionItem = {
  /** `emergency.stop`, `service.not-running`, `campaign.no-owner`, `campaign.failed`, `campaign.provider-outage`, ... */
  code: string;
  /** `*` for every client. */
  client: string;
  campaign: string | null;
  name: string | null;
  /** RFC 3339 in UTC, if known. */
  since: string | null;
  /** The problem, and what to do about it. */
  detail: string;
  /** The first command to run. */
  command: string;
};

const pauseDetails: Readonly<Record<string, string>> = {
  budget: 'The next call could exceed the budget. Raise it, then resume.',
  'provider-outage': 'The provider failed three probes in a row. Look at the provider, then resume.',
  'provider-credit': 'The provider account is out of credit. Top it up, then resume.',
  'provider-configuration': 'The provider refuses our credentials or caller ID. Correct them, then resume.',
  canary:
    'The first contacts of the canary start are over its limits. Look at the figures, then resume or cancel.',
  imported: 'Imported from the records of an earlier program. Decide its contacts in review, then resume.',
  restored:
    'The store was restored from a backup. Look at the contacts in review, then resume: ringmaster restore --check shows when that is possible.',
};

/** Notices that no instance runs a campaign. */
const idle: ReadonlySet<string> = new Set(['campaign.no-owner', 'service.not-running']);
const attentiveStates = [...ownedStates, 'failed'] as const;
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

type Found = Pick<AttentionItem, 'code' | 'since' | 'detail' | 'command'>;

function itemsOf(record: CampaignRecord, found: readonly Found[]): AttentionItem[] {
  const { id, client, name } = record;
  return found.map(({ code, ...found }) => ({ code, client, campaign: id, name, ...found }));
}

function foundIn(record: CampaignRecord, viewing: Viewing): Found[] {
  const { name, state, counters } = record;
  const view = campaignView(record, viewing);
  const archive = `ringmaster archive ${name}`;
  if (view.failure) return [{ ...view.failure, since: view.endedAt, command: archive }];
  if (state === 'failed') {
    const detail = 'The campaign failed; see its events.';
    return [{ code: 'campaign.failed', since: view.endedAt, detail, command: `ringmaster events ${name}` }];
  }
  const pause = view.pause && pauseDetails[view.pause.cause];
  const reviews = counters.states.review ?? 0;
  const found: Found[] = [];
  if (pause) {
    const code = `campaign.${view.pause?.cause}`;
    found.push({ code, since: view.pausedAt, detail: pause, command: `ringmaster resume ${name}` });
  }
  if (view.waiting?.reason === 'window.never') {
    const detail = 'The window never opens for the contacts that are left. Edit it, or cancel the campaign.';
    found.push({ code: 'window.never', since: null, detail, command: `ringmaster why ${name}` });
  }
  if (view.waiting?.reason === 'sender.none-available') {
    const detail =
      'All senders of its steps are paused or in quarantine. Release one, or add senders to the pool.';
    found.push({ code: 'sender.none-available', since: null, detail, command: 'ringmaster senders' });
  }
  if (view.waiting?.reason === 'abandonment.cap') {
    const detail =
      'Too many answered calls of the client met no bot or agent, so no such call is made. Find out why, or change abandonment in the settings of the client.';
    found.push({ code: 'abandonment.cap', since: null, detail, command: `ringmaster why ${name}` });
  }
  if (view.waiting?.reason === 'bots.none-free' && counters.open === 0) {
    const detail =
      'No bot of its steps is free, and none of its own calls uses one. Look at the size of the pool, and at who uses it.';
    found.push({
      code: 'bots.none-free',
      since: null,
      detail,
      command: `ringmaster bots --client ${record.client}`,
    });
  }
  if (reviews > 0) {
    const who = reviews === 1 ? '1 contact waits' : `${reviews} contacts wait`;
    const detail = `${who} for a decision: retry, skip or remove.`;
    const command = `ringmaster contacts ${name} --state review`;
    found.push({ code: 'contact.review', since: null, detail, command });
  }
  return found;
}

function itemOf(
  { code, client, campaign, since, detail, command }: Notice,
  name: string | null,
): AttentionItem {
  return { code, client, campaign, name, since, detail, command };
}

/** Pools of bots of a running campaign that do not get ready. */
function failingBots({ client, definition }: CampaignRecord, { channels, breakers }: Viewing): Found[] {
  const keys = definition.steps.flatMap((step) => preparerOfStep({ channels, client }, step) ?? []);
  const open = breakers.filter(({ key, open }) => open && keys.includes(key));
  return open.map(({ key, failedAt }) => {
    const pool = key.slice(key.lastIndexOf('/') + 1);
    const detail = `The bots of the pool ${pool} do not get ready, so contacts of its steps wait. One is tried again from time to time.`;
    const command = `ringmaster bots test ${pool} --client ${client}`;
    return { code: 'bots.failing', since: instantOrNull(failedAt), detail, command };
  });
}

/** A provider with too many failed probes, if a running campaign still has steps of its channel. */
function breakerItems(
  { key, open, failedProbes, failedAt }: Breaker,
  used: ReadonlySet<string>,
): AttentionItem[] {
  if (!open || failedProbes < breakerPolicy.probe.pauseAfter || !used.has(key)) return [];
  const [channel, provider] = key.split(' ');
  return [
    {
      code: 'provider.down',
      client: everyClient,
      campaign: null,
      name: null,
      since: instantOrNull(failedAt),
      detail: `${failedProbes} probes of the provider ${provider} in a row failed, so every step of the channel ${channel} waits. Look at the provider. The next probe is sent at its time, or at once when a campaign is resumed.`,
      command: 'ringmaster doctor',
    },
  ];
}

/** Zones that an earlier version stored for a client and that are refused today. */
function clientItems({ client, settings }: ClientRecord): AttentionItem[] {
  const window = settings['sendWindow'] ?? {};
  const of = (place: string, zones: object): string[] =>
    unclearZones(zones).map(({ key, problem }) => `${place}${key}: ${problem}`);
  const quotas = of('', { timezone: settings['timezone'] }).map(
    (problem) => `${problem}. Until it is set again quotas count in UTC.`,
  );
  const campaigns = of('sendWindow.', window).map(
    (problem) => `${problem}. Until it is set again new campaigns need a zone of their own.`,
  );
  return [...quotas, ...campaigns].map((detail) => ({
    code: 'client.zone-unclear',
    client,
    campaign: null,
    name: null,
    since: null,
    detail: `In the settings of client ${client}, ${detail}`,
    command: 'ringmaster doctor',
  }));
}

/**
 * The problems of one client or (null) of all, the most important first: emergency stops, campaigns that no instance
 * runs, then problems of single campaigns, the newest first.
 */
export async function attentionItems({
  store,
  client,
  notices,
  now,
  viewing,
}: {
  store: Store;
  client: string | null;
  now: number;
  notices: Notices;
  viewing: Viewing;
}): Promise<AttentionItem[]> {
  const names = new Map<string, string>();
  const unowned: Notice[] = [];
  const items: AttentionItem[] = [];
  const used = new Set<string>();
  for await (const record of campaignsOf(store, client)) {
    names.set(record.id, record.name);
    if (record.state === 'running') for (const key of breakersOf(record, viewing)) used.add(key);
    if (record.state === 'running') items.push(...itemsOf(record, failingBots(record, viewing)));
    const own = notices.of(record).filter(({ code }) => code !== 'emergency.stop');
    unowned.push(...own);
    items.push(...itemsOf(record, foundIn(record, viewing)));
    // Without an instance the provider is not asked.
    if (ownedStates.includes(record.state) && !own.some(({ code }) => idle.has(code)))
      items.push(...itemsOf(record, await stuckAttempts({ store, record, now })));
  }
  items.push(...viewing.breakers.flatMap((breaker) => breakerItems(breaker, used)));
  const clients = (await store.listClients()).filter((record) => client === null || record.client === client);
  items.push(...clients.flatMap(clientItems));
  const alerts = await store.listAlerts();
  items.push(...alertItems({ alerts, client, nameOf: (campaign) => names.get(campaign) ?? null }));
  const first = joinNotices([notices.general, unowned]);
  return [...first.map((notice) => itemOf(notice, names.get(notice.campaign ?? '') ?? null)), ...items];
}
