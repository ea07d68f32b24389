import { defaultPeriods, retentionPeriods } from '../domain/campaign/retention-periods.ts';
import type { RetentionPeriods } from '../domain/campaign/retention-periods.ts';
import { removalIn } from '../persistence/contract/campaigns/event-log.ts';
import type { RetainedCampaign, RetainedKind } from '../persistence/contract/campaigns/retention.ts';
import type { Store } from '../persistence/contract/store.ts';
import { dueSingleCalls } from './due-single-calls.ts';

type RetentionReads = Pick<
  Store,
  | 'countRequests'
  | 'findCampaign'
  | 'listClients'
  | 'listRetained'
  | 'listSingleCalls'
  | 'readCampaign'
  | 'readEnrollments'
  | 'readLogChunks'
>;

/**
 * The retention of a client: its periods in days (null: kept without an end), and what the next sweep removes. A contact of
 * which the person has an open attempt waits longer.
 */
export type RetentionView = {
  client: string;
  days: { contacts: number | null; events: number | null; keys: number };
  due: {
    contacts: { campaigns: number; contacts: number };
    events: { campaigns: number; events: number };
    keys: number;
  };
};

const dayMs = 86_400_000;
const pageSize = 200;

/** Returns the retention of each client that has settings, or of one client. `now` is business time, `storeNow` store time. */
export async function retentionViews({
  store,
  client,
  now,
  storeNow,
}: {
  store: RetentionReads;
  client: string | null;
  now: number;
  storeNow: number;
}): Promise<RetentionView[]> {
  const records = await store.listClients();
  const periods = new Map(records.map((record) => [record.client, retentionPeriods(record.settings)]));
  const clients = client === null ? [...periods.keys()] : [client];
  return Promise.all(
    clients.map((one) =>
      viewOf({ store, client: one, periods: periods.get(one) ?? defaultPeriods, now, storeNow }),
    ),
  );
}

async function viewOf({
  store,
  client,
  periods: { contacts, events, keys },
  now,
  storeNow,
}: {
  store: RetentionReads;
  client: string;
  periods: RetentionPeriods;
  now: number;
  storeNow: number;
}): Promise<RetentionView> {
  const due = {
    contacts: { campaigns: 0, contacts: 0 },
    events: { campaigns: 0, events: 0 },
    keys: await store.countRequests({ client, before: storeNow - keys }),
  };
  if (contacts !== null) {
    const before = now - contacts;
    for await (const record of dueCampaigns(store, { client, kind: 'contacts', before })) {
      due.contacts.campaigns += 1;
      due.contacts.contacts += record.counters.total;
    }
    let calls = 0;
    for await (const { positions } of dueSingleCalls({ store, client, before })) calls += positions.length;
    due.contacts.campaigns += calls > 0 ? 1 : 0;
    due.contacts.contacts += calls;
  }
  if (events !== null)
    for await (const { id, seq } of dueCampaigns(store, { client, kind: 'events', before: now - events })) {
      const [first] = await store.readLogChunks({ campaign: id, afterSeq: 0, limit: 1 });
      const removal = first ? removalIn(first) : null;
      if (removal?.seq === seq) continue;
      due.events.campaigns += 1;
      due.events.events += seq - (removal?.data.through ?? 0);
    }
  const daysOf = (ms: number | null): number | null => (ms === null ? null : ms / dayMs);
  return { client, days: { contacts: daysOf(contacts), events: daysOf(events), keys: keys / dayMs }, due };
}

async function* dueCampaigns(
  store: RetentionReads,
  input: { client: string; kind: RetainedKind; before: number },
) {
  let after: RetainedCampaign | null = null;
  do {
    const page: readonly RetainedCampaign[] = await store.listRetained({ ...input, after, limit: pageSize });
    for (const { campaign } of page) {
      const record = await store.readCampaign(campaign);
      if (record) yield record;
    }
    after = page.length < pageSize ? null : (page.at(-1) ?? null);
  } while (after !== null);
}
