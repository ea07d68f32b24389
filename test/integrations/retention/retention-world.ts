import { pino } from 'pino';
import { createRetentionSweep } from '../../../src/integrations/retention/retention-sweep.ts';
import { removalIn } from '../../../src/persistence/contract/campaigns/event-log.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { verifyLog } from '../../../src/queries/log/verify-log.ts';
import { createTestTime } from '../../support/time/test-time.ts';
import { addressOf, monday, newcomerOf, play } from '../../contracts/store/fixtures.ts';
import type { Played } from '../../contracts/store/fixtures.ts';
import { suppressionOf } from '../../support/builders/suppressions.ts';

export const client = 'default';
export const day = 86_400_000;
export const periodDays = 10;
export const now = monday + 30 * day;

/** A campaign: who is in it, as numbers of addresses, and the days since it ended; null while it is live. */
export type Plan = { people: readonly number[]; endedDays: number | null };

/** Campaigns of one client whose contacts and logs are kept for ten days, and addresses that are suppressed. */
export type WorldPlan = { campaigns: readonly Plan[]; suppressed: readonly number[] };

export const isDue = ({ endedDays }: Plan): boolean => endedDays !== null && endedDays > periodDays;

export type RetentionWorld = {
  store: Store;
  campaigns: readonly (Plan & { played: Played })[];
  /** Runs one sweep on a store: this one, or one that stops at some point. */
  sweep: (store: Store) => Promise<void>;
  /** The differences between the store and what must hold at every moment, as sentences. */
  broken: () => Promise<string[]>;
  /** What must not be there after a complete sweep, as sentences. */
  left: () => Promise<string[]>;
  /** Addresses of campaigns that are not due and lead to another person than before. Adds a campaign. */
  lost: () => Promise<string[]>;
};

export async function createRetentionWorld({
  campaigns: plans,
  suppressed,
}: WorldPlan): Promise<RetentionWorld> {
  const store = await openSqliteStore({ path: ':memory:' });
  const settings = { retention: { contacts: periodDays, events: periodDays } };
  await store.putClient({ record: { client, settings, updatedAt: monday }, by: 'test' });
  const campaigns: (Plan & { played: Played })[] = [];
  for (const [index, plan] of plans.entries()) {
    const played = await play(store, { name: `campaign-${index}`, people: 0 });
    await played.enroll(
      plan.people.map((address, place) => newcomerOf(place + 1, { address: addressOf(address) })),
    );
    for (const position of plan.people.keys())
      await played.commit({ events: [{ position: position + 1 }, {}] });
    if (plan.endedDays !== null)
      await played.commit({
        patch: { state: 'completed', owner: null, updatedAt: now - plan.endedDays * day },
        events: [{ type: 'campaign.completed' }],
      });
    campaigns.push({ ...plan, played });
  }
  for (const address of suppressed)
    await store.putSuppression(
      suppressionOf({
        client,
        address: addressOf(address),
        reason: 'asked',
        by: 'test',
        at: monday,
      }),
    );
  const before = await Promise.all(campaigns.map(({ played }) => snapshotOf(store, played.id)));

  const broken = async (): Promise<string[]> => {
    const found: string[] = [];
    for (const [index, { played, ...plan }] of campaigns.entries()) {
      const record = await store.readCampaign(played.id);
      if (!record) return [`${played.id} is gone`];
      const { ok, broken: at, differences } = await verifyLog({ store, record });
      if (!ok) found.push(`the log of ${played.id}: ${at?.detail ?? differences.join()}`);
      const chunks = await store.readLogChunks({ campaign: played.id, afterSeq: 0, limit: 99 });
      if (chunks.slice(1).some((chunk) => removalIn(chunk) !== null))
        found.push(`the log of ${played.id} shows removed events`);
      if (isDue(plan)) continue;
      if ((await snapshotOf(store, played.id)) !== before[index])
        found.push(`${played.id} is not due and was changed`);
    }
    const keys = suppressed.map(addressOf);
    const asked = { campaign: 'campaign-0', client, identities: [], keys, at: monday };
    const known = (await store.lookUpNewcomers(asked)).suppressed;
    for (const key of keys) if (!known.has(key)) found.push(`${key} is not suppressed any more`);
    return found;
  };

  const left = async (): Promise<string[]> => {
    const found: string[] = [];
    for (const { played, ...plan } of campaigns.filter(isDue)) {
      const text = await snapshotOf(store, played.id);
      if (/Person \d|\+1202|example\.com/.test(text)) found.push(`${played.id} has personal data`);
      const chunks = await store.readLogChunks({ campaign: played.id, afterSeq: 0, limit: 9 });
      if (chunks.length !== 1) found.push(`${played.id} has ${chunks.length} chunks of its log`);
      const others = campaigns.filter((other) => !isDue(other)).flatMap(({ people }) => people);
      const gone = plan.people.filter((address) => !others.includes(address)).map(addressOf);
      const stored = JSON.stringify(await store.listSuppressions({ limit: 99 }));
      for (const address of gone) if (stored.includes(address)) found.push(`${address} is still on the list`);
    }
    for (const kind of ['contacts', 'events'] as const)
      if (
        (await store.listRetained({ client, kind, before: now - periodDays * day, after: null, limit: 9 }))
          .length > 0
      )
        found.push(`${kind} are still due`);
    return found;
  };

  const lost = async (): Promise<string[]> => {
    const probe = await play(store, { name: 'probe' });
    const kept = campaigns.filter((plan) => !isDue(plan));
    const addresses = [...new Set(kept.flatMap(({ people }) => people))];
    await probe.enroll(
      addresses.map((address, place) => newcomerOf(place + 1, { address: addressOf(address) })),
    );
    const found: string[] = [];
    for (const { played, people } of kept)
      for (const [place, address] of people.entries()) {
        const [own, other] = [
          await played.person(place + 1),
          await probe.person(addresses.indexOf(address) + 1),
        ];
        const persons = await store.readPersons([own.person, other.person]);
        if (persons.get(own.person)?.id !== persons.get(other.person)?.id)
          found.push(`${addressOf(address)} of ${played.id} leads to another person`);
      }
    return found;
  };

  return { store, campaigns, broken, left, lost, sweep: createSweep };
}

function createSweep(store: Store): Promise<void> {
  return createRetentionSweep({
    instance: 'a',
    runtime: { isAlive: () => true },
    engine: { removeRecordingsOf: () => Promise.resolve() },
    store: {
      ...store,
      listInstances: () =>
        Promise.resolve([{ id: 'a', counter: 1, startedAt: 0, address: null, beatAt: null }]),
    },
    clocks: createTestTime({ startAt: now }).clocks,
    breathe: () => Promise.resolve(),
    onCommitted: () => undefined,
    onSwept: () => undefined,
    log: pino({ level: 'silent' }),
  }).round();
}

/** Everything that a campaign shows: record, contacts, rows of lists and events. */
async function snapshotOf(store: Store, campaign: string): Promise<string> {
  return JSON.stringify([
    await store.readCampaign(campaign),
    await store.readContacts({ campaign, positions: [1, 2, 3, 4] }),
    await store.readResults({ campaign, after: null, limit: 99 }),
    await store.readEvents({ campaign, afterSeq: 0, limit: 99 }),
    await store
      .readReach({ campaign, positions: [1, 2, 3, 4], at: monday })
      .then((rows) => rows.map(({ addresses }) => addresses)),
  ]);
}
