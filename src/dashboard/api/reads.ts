import type { InstanceView } from '../../live/index.ts';
import type {
  AttentionItem,
  CallView,
  CampaignCost,
  CampaignView,
  EventView,
  ListPage,
  Noted,
  PersonView,
  ProgressView,
  WhatIfView,
  WhyCampaign,
  WhyContact,
} from '../../queries/index.ts';
import type { CallApi } from '../contract.ts';
import { readJson } from './read-json.ts';

/** The path of a campaign in the API. `campaign` is its id or its name. */
export function campaignPath(campaign: string, rest = ''): string {
  return `/v1/campaigns/${encodeURIComponent(campaign)}${rest}`;
}

/** Returns a path with a query, without the parameters that are not set. */
export function withQuery(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const entries = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined || value === '' ? [] : [[name, value]],
  );
  return entries.length === 0 ? path : `${path}?${new URLSearchParams(entries).toString()}`;
}

export const readCampaign = (api: CallApi, campaign: string): Promise<Noted<CampaignView>> =>
  readJson(api, { path: campaignPath(campaign) });

export const readProgress = (api: CallApi, campaign: string): Promise<ProgressView> =>
  readJson(api, { path: campaignPath(campaign, '/progress') });

export const readCost = (api: CallApi, campaign: string): Promise<CampaignCost> =>
  readJson(api, { path: campaignPath(campaign, '/cost') });

export const readWhy = (api: CallApi, campaign: string): Promise<Noted<WhyCampaign>> =>
  readJson(api, { path: campaignPath(campaign, '/why') });

export const readWhatIf = (
  api: CallApi,
  campaign: string,
  asked: Readonly<Record<string, string | undefined>>,
): Promise<WhatIfView> => readJson(api, { path: withQuery(campaignPath(campaign, '/what-if'), asked) });

export const readCampaigns = (
  api: CallApi,
  query: Readonly<Record<string, string | undefined>>,
): Promise<Noted<ListPage<Noted<CampaignView>>>> =>
  readJson(api, { path: withQuery('/v1/campaigns', query) });

export const readContacts = (
  api: CallApi,
  campaign: string,
  query: Readonly<Record<string, string | undefined>>,
): Promise<ListPage<PersonView>> =>
  readJson(api, { path: withQuery(campaignPath(campaign, '/contacts'), query) });

export const contactPath = (campaign: string, contact: string, rest = ''): string =>
  campaignPath(campaign, `/contacts/${encodeURIComponent(contact)}${rest}`);

export const readContact = (api: CallApi, campaign: string, contact: string): Promise<PersonView> =>
  readJson(api, { path: contactPath(campaign, contact) });

export const readWhyContact = (api: CallApi, campaign: string, contact: string): Promise<Noted<WhyContact>> =>
  readJson(api, { path: contactPath(campaign, contact, '/why') });

/** The events that an actor accepts now. A contact is an actor of a campaign. */
export async function readNextEvents(
  api: CallApi,
  id: string,
  campaign?: string,
): Promise<readonly string[]> {
  const path = withQuery(`/v1/actors/${encodeURIComponent(id)}`, { campaign });
  return (await readJson<{ nextEvents: string[] }>(api, { path })).nextEvents;
}

/** The state, owner and next events of a campaign as an actor. */
export const readCampaignActor = (
  api: CallApi,
  campaign: string,
): Promise<{ nextEvents: string[]; owner: string | null }> =>
  readJson(api, { path: `/v1/actors/${encodeURIComponent(campaign)}` });

export const readService = (api: CallApi): Promise<{ businessTime: string; killsInstances: boolean }> =>
  readJson(api, { path: '/v1/service' });

/** The present business time: that of windows, delays and all instants of campaigns. */
export const readBusinessTime = async (api: CallApi): Promise<string> =>
  (await readService(api)).businessTime;

export const readCalls = (
  api: CallApi,
  query: Readonly<Record<string, string | undefined>>,
): Promise<ListPage<CallView>> => readJson(api, { path: withQuery('/v1/calls', query) });

export const callPath = (call: string): string => `/v1/calls/${encodeURIComponent(call)}`;

export const readCall = (api: CallApi, call: string): Promise<CallView> =>
  readJson(api, { path: callPath(call) });

/** The newest events of a contact, in order; enough for any contact in practice. */
export async function readContactEvents(
  api: CallApi,
  campaign: string,
  contact: string,
): Promise<readonly EventView[]> {
  const path = withQuery(campaignPath(campaign, '/events'), { contact, last: '500', limit: '500' });
  return (await readJson<ListPage<EventView>>(api, { path })).items;
}

/** The names of the campaigns of some calls, by id. */
export async function readCampaignNames(
  api: CallApi,
  calls: readonly CallView[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(calls.map(({ campaign }) => campaign))];
  const found = await Promise.all(ids.map((id) => readCampaign(api, id)));
  return new Map(found.map(({ id, name }) => [id, name]));
}

export const readAttention = (api: CallApi): Promise<ListPage<AttentionItem>> =>
  readJson(api, { path: '/v1/attention' });

export const readInstances = (api: CallApi): Promise<ListPage<InstanceView>> =>
  readJson(api, { path: '/v1/instances' });
