import { endedStates, ownedStates } from '../../domain/campaign/campaign.ts';
import { unclearZones } from '../../domain/campaign/former-definition.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { EmergencyStop } from '../../domain/emergency-stop.ts';
import { everyClient } from '../../domain/contact/party.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { progressOf } from '../../rules/progress.ts';
import { stopInWords } from '../../rules/stop-in-words.ts';
import { instantOrNull } from '../instants.ts';

/** A reason that stops a campaign in any state. Every answer about the campaign begins with it. */
export type Notice = {
  code: 'emergency.stop' | 'campaign.no-owner' | 'campaign.zone-unclear' | 'service.not-running';
  /** The client it concerns; `*` for every client. */
  client: string;
  /** Null if it concerns all campaigns of the client. */
  campaign: string | null;
  /** Who ordered it; null if it was not ordered. */
  by: string | null;
  /** RFC 3339 in UTC; null if it is not known. */
  since: string | null;
  reason: string | null;
  /** The reason in one sentence: what, since when, by whom and why. */
  detail: string;
  /** The command that ends it. */
  command: string;
};

/** The instances that run campaigns, as far as this process knows. */
export type Owners = {
  /** Whether the instance is alive; false for null. */
  isAlive: (instance: string | null) => boolean;
  /** The command that starts a service, if answers are read from a store that no service has open; else null. */
  startCommand: string | null;
};

/** The notices at one instant. */
export type Notices = {
  /** The notices that concern all requested campaigns. */
  general: readonly Notice[];
  of: (record: CampaignRecord) => Notice[];
};

export type ReadNotices = (input: { client: string | null; now: number }) => Promise<Notices>;

/** Whether a campaign that needs an owner has one. The campaign of single calls needs none while there are no calls. */
export function isRun({ record, owners }: { record: CampaignRecord; owners: Owners }): boolean {
  const { state, owner, listed, counters } = record;
  const isIdle = !listed && progressOf(counters).remaining === 0;
  return !ownedStates.includes(state) || isIdle || owners.isAlive(owner);
}

/** Reads the emergency stops once, for any number of campaigns of one client or (null) of all. */
export function createReadNotices({
  store,
  owners,
}: {
  store: Pick<Store, 'listStops'>;
  owners: Owners;
}): ReadNotices {
  return async ({ client, now }) => {
    const stops = (await store.listStops())
      .filter((stop) => client === null || stop.client === everyClient || stop.client === client)
      .map((stop) => stopNotice({ stop, now }));
    const concerns = (notice: Notice, record: CampaignRecord): boolean =>
      notice.client === everyClient || notice.client === record.client;
    return {
      general: stops,
      of(record) {
        if (endedStates.includes(record.state)) return [];
        return [
          ...stops.filter((notice) => concerns(notice, record)),
          ...(isRun({ record, owners }) ? [] : [ownerNotice({ record, owners })]),
          ...zoneNotices(record),
        ];
      },
    };
  };
}

function stopNotice({ stop, now }: { stop: EmergencyStop; now: number }): Notice {
  const { client, by, at, reason } = stop;
  return {
    code: 'emergency.stop',
    client,
    campaign: null,
    by,
    since: instantOrNull(at),
    reason,
    ...stopInWords({ stop, now }),
  };
}

const nobodyOrdered = { by: null, since: null, reason: null } as const;

function ownerNotice({
  record: { id, client, name },
  owners: { startCommand },
}: {
  record: CampaignRecord;
  owners: Owners;
}): Notice {
  if (startCommand !== null) return { ...serviceNotice, command: startCommand };
  return {
    code: 'campaign.no-owner',
    client,
    campaign: id,
    ...nobodyOrdered,
    detail: `No instance runs ${name}. A running instance takes it over within seconds; if none does, look at the service.`,
    command: 'ringmaster doctor',
  };
}

/** Zones that an earlier version stored and that are refused today. */
function zoneNotices({ id, client, name, definition }: CampaignRecord): Notice[] {
  return unclearZones(definition.sendWindow).map(({ key, problem }) => ({
    code: 'campaign.zone-unclear',
    client,
    campaign: id,
    ...nobodyOrdered,
    detail: `Nothing starts by the hours of sendWindow.${key} of ${name}: ${problem}. Edit it: PATCH /v1/campaigns/${name} with {"sendWindow": {"${key}": "…"}}.`,
    command: `ringmaster why ${name}`,
  }));
}

const serviceNotice: Omit<Notice, 'command'> = {
  code: 'service.not-running',
  client: everyClient,
  campaign: null,
  ...nobodyOrdered,
  detail: 'No service is running, so nothing starts.',
};

/** The notices of several campaigns, each once; those that concern all of them first. */
export function joinNotices(lists: readonly (readonly Notice[])[]): Notice[] {
  const byDetail = new Map(lists.flat().map((notice) => [`${notice.code} ${notice.detail}`, notice]));
  return [...byDetail.values()];
}
