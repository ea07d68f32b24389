import { windowLookup } from '../actors/index.ts';
import type { WindowsFor } from '../actors/index.ts';
import { closedBreaker } from '../domain/breaker.ts';
import type { CampaignRecord } from '../domain/campaign/campaign.ts';
import { parseClientSettings } from '../domain/campaign/client-settings.ts';
import type { Channels } from '../domain/campaign/channel-facts.ts';
import type { ClientSettings } from '../domain/campaign/client-settings.ts';
import type { Step } from '../domain/campaign/step.ts';
import type { EmergencyStop } from '../domain/emergency-stop.ts';
import { everyClient } from '../domain/contact/party.ts';
import type { DueTally, Store } from '../persistence/contract/store.ts';
import type { LimitReading } from '../persistence/contract/attempts/limits.ts';
import { attendanceMs, attendanceSliceAt } from '../domain/attempt/attendance.ts';
import type { AttendanceCounts } from '../domain/attempt/attendance.ts';
import { abandonmentPolicyOf, judgeAbandonment } from '../rules/limits/abandonment.ts';
import type { Abandonment } from '../rules/limits/abandonment.ts';
import { gatesOf, preparerOfStep } from '../rules/provider-gates.ts';
import type { Gates } from '../rules/provider-gates.ts';
import { createQuotaPeriods } from '../rules/limits/quota.ts';
import type { QuotaPeriod } from '../rules/limits/quota.ts';
import type { Window } from '../rules/windows/windows.ts';
import { statusOf } from './campaign-status.ts';
import type { CampaignStatus } from './campaign-status.ts';
import type { Sender } from '../domain/sender/sender.ts';
import { readLimitUse } from './why/limit-use.ts';
import { isRun } from './attention/notices.ts';
import type { Owners } from './attention/notices.ts';

/** The abandoned calls of a client, and those of one campaign. */
export type CampaignAbandonment = Abandonment & { campaign: AttendanceCounts };

export type DueHead = Awaited<ReturnType<Store['readDueHeads']>>[number];

/** The facts that decide what a campaign does next, read at one instant, without reading single contacts. */
export type CampaignFacts = {
  channels: Channels;
  record: CampaignRecord;
  status: CampaignStatus;
  now: number;
  tallies: readonly DueTally[];
  heads: readonly DueHead[];
  calendars: readonly number[];
  windowOf: (calendar: number) => Window;
  /** The emergency stop that applies, of every client or of this one. */
  emergencyStop: EmergencyStop | null;
  /** Whether an instance runs the campaign. */
  isRun: boolean;
  /** The steps of the campaign that circuit breakers hold back. */
  gatesOf: (steps: readonly Step[]) => Gates;
  client: ClientSettings;
  period: QuotaPeriod;
  readings: ReadonlyMap<string, LimitReading>;
  /** The senders of the client. */
  senders: readonly Sender[];
  /** The abandoned calls of the client; null if the campaign has no calls that need a bot or an agent. */
  abandonment: CampaignAbandonment | null;
  /** When the last current observation ends; null if there is none. */
  observedUntil: number | null;
};

export type ReadCampaignFacts = (input: { record: CampaignRecord; now: number }) => Promise<CampaignFacts>;

/**
 * Counters and tallies of different instants do not add up, so a read is repeated if a turn was committed during it.
 */
const maxTries = 3;
const maxObservations = 500;

async function readAbandonment({
  store,
  channels,
  record: { id, client: name, definition },
  client,
  now,
}: {
  store: Pick<Store, 'readAttendance'>;
  channels: Channels;
  record: CampaignRecord;
  client: ClientSettings;
  now: number;
}): Promise<CampaignAbandonment | null> {
  if (!definition.steps.some((step) => channels.needsAttendant(step))) return null;
  const since = attendanceSliceAt(now - attendanceMs);
  const [all, campaign] = await Promise.all([
    store.readAttendance({ client: name, since }),
    store.readAttendance({ client: name, campaign: id, since }),
  ]);
  return { ...judgeAbandonment(all, abandonmentPolicyOf(client)), campaign };
}

/** The circuit breakers that a campaign depends on, with those of all channels. */
function breakerKeys({ channels, record }: { channels: Channels; record: CampaignRecord }): string[] {
  const { client, definition } = record;
  const own = definition.steps.flatMap((step) => preparerOfStep({ channels, client }, step) ?? []);
  return [...new Set([...channels.breakers, ...own])];
}

/** Exact for a few hundred observations; for more it is the latest possible time. */
async function lastObservation({
  store,
  channels,
  record,
  now,
}: {
  store: Pick<Store, 'readOverdue'>;
  channels: Channels;
  record: CampaignRecord;
  now: number;
}): Promise<number | null> {
  const observing = record.counters.states.observing ?? 0;
  if (observing === 0) return null;
  const periods = record.definition.steps.map(({ channel }) => channels.find(channel)?.observeMs ?? 0);
  if (observing > maxObservations) return now + Math.max(0, ...periods);
  const found = await store.readOverdue({
    campaign: record.id,
    now: Number.MAX_SAFE_INTEGER,
    state: 'observing',
    limit: maxObservations,
  });
  return found.at(-1)?.deadlineAt ?? null;
}

export function createReadCampaignFacts({
  store,
  channels,
  windowsFor,
  owners,
}: {
  store: Store;
  channels: Channels;
  windowsFor: WindowsFor;
  owners: Owners;
}): ReadCampaignFacts {
  const periods = new Map<string, (at: number) => QuotaPeriod>();
  const periodAt = (timeZone: string, at: number): QuotaPeriod => {
    let read = periods.get(timeZone);
    if (!read) periods.set(timeZone, (read = createQuotaPeriods({ timeZone })));
    return read(at);
  };

  const readOnce = async (known: CampaignRecord, now: number): Promise<CampaignFacts> => {
    const senders = await store.listSenders(known.client);
    const [record, tallies, heads, calendars, emergencyStops, settings, breakers] = await Promise.all([
      store.readCampaign(known.id),
      store.readTallies(known.id),
      store.readDueHeads(known.id),
      store.readCalendars(known.id),
      store.listStops(),
      store.readClient(known.client),
      store.readBreakers(breakerKeys({ channels, record: known })),
    ]);
    const current = record ?? known;
    const client = parseClientSettings(settings?.settings ?? {});
    const period = periodAt(client.timezone, now);
    const readings = await readLimitUse({ store, record: current, channels, senders, client, period, now });
    const status = statusOf({ record: current, now });
    const byKey = new Map(breakers.map(({ breaker }) => [breaker.key, breaker]));
    const breakerOf = (key: string) => byKey.get(key) ?? closedBreaker(key);
    const { resumedAt } = status.context;
    return {
      channels,
      record: current,
      status,
      gatesOf: (steps) => gatesOf({ channels, client: current.client, steps, breakerOf, resumedAt, at: now }),
      now,
      tallies,
      heads,
      calendars: calendars.map(({ number }) => number),
      windowOf: windowLookup({
        definition: current.definition,
        calendars: new Map(calendars.map(({ number, calendar }) => [number, calendar])),
        windowsFor,
      }),
      emergencyStop:
        emergencyStops.find((stop) => stop.client === everyClient || stop.client === current.client) ?? null,
      isRun: isRun({ record: current, owners }),
      client,
      period,
      readings,
      senders,
      abandonment: await readAbandonment({ store, channels, record: current, client, now }),
      observedUntil: await lastObservation({ store, channels, record: current, now }),
    };
  };

  return async ({ record, now }) => {
    for (let tries = 1; ; tries += 1) {
      const campaignFacts = await readOnce(record, now);
      const last = await store.readLastTurn(record.id);
      if (last === campaignFacts.record.turn || tries === maxTries) return campaignFacts;
    }
  };
}
