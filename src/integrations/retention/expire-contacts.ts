import { endedStates } from '../../domain/campaign/campaign.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { Contact } from '../../domain/contact/contact.ts';
import { keysOf } from '../../domain/contact/contact.ts';
import type { ExpiredKey } from '../../persistence/contract/campaigns/retention.ts';
import { dueSingleCalls } from '../../queries/due-single-calls.ts';
import { bySystem } from './sweep-parts.ts';
import type { SweepParts } from './sweep-parts.ts';

/** The contacts of one commit. The keys of each are looked for in all campaigns of the client. */
const batch = 20;
/** The rows of lists of one commit. */
const rowsAtOnce = 500;

/**
 * Erases the contacts of an ended campaign. States, counts and dispositions stay. A contact whose person has an open attempt
 * in another campaign waits for the next sweep. Keys are removed before their contacts, so that a repeat after a crash still
 * finds them.
 */
export async function expireContacts(parts: SweepParts, campaign: string): Promise<void> {
  const { store, now, breathe } = parts;
  const record = await store.readCampaign(campaign);
  if (!record || !endedStates.includes(record.state) || record.counters.open > 0) return;
  const last = await store.readLastPosition(campaign);
  let isComplete = true;
  for (let from = 1; from <= last; from += batch) {
    const positions = Array.from({ length: Math.min(batch, last - from + 1) }, (_, index) => from + index);
    if (!(await expirePlaces(parts, record, positions))) isComplete = false;
  }
  let after: string | null = null;
  do {
    after = await store.expireRows({ campaign, after, limit: rowsAtOnce });
    await breathe();
  } while (after !== null);
  if (!isComplete) return;
  const { name, counters, rev } = record;
  const data = { campaign, name, contacts: counters.total };
  await store.settleRetained({
    campaign,
    kind: 'contacts',
    rev,
    event: { type: 'contacts.expired', at: now, by: bySystem, data },
  });
}

/**
 * Erases the contacts of single calls of a client that ended before an instant. Their campaign never ends. Contacts whose person
 * has an open attempt wait for the next sweep.
 */
export async function expireSingleCalls(
  parts: SweepParts,
  { client, before }: { client: string; before: number },
): Promise<void> {
  for await (const { record, positions } of dueSingleCalls({ store: parts.store, client, before }))
    for (let from = 0; from < positions.length; from += batch)
      await expirePlaces(parts, record, positions.slice(from, from + batch));
}

/** Erases the contacts at these positions. Resolves with whether none of them has to wait. */
async function expirePlaces(
  parts: SweepParts,
  record: CampaignRecord,
  positions: readonly number[],
): Promise<boolean> {
  const { store, engine, now, breathe, removed } = parts;
  const { id: campaign } = record;
  const enrolled = await readPlaces(parts, record, positions);
  const free = enrolled.filter(({ isOpen }) => !isOpen);
  const places = free.map(({ position }) => position);
  const found = await store.readContacts({ campaign, positions: places });
  const keys = expiredKeys(free, found);
  if (keys.length > 0) await store.expireKeys({ campaign, positions: places, keys, by: bySystem, at: now });
  for (const position of places) await engine.removeRecordingsOf({ campaign, position });
  await store.eraseContacts({ campaign, positions: places });
  removed.contacts += found.filter(({ contact }) => hasData(contact)).length;
  await breathe();
  return free.length === enrolled.length;
}

/** `isOpen`: the person has an open attempt. `optOut`: the reason of an opt-out of the person. */
type Place = { position: number; isOpen: boolean; optOut: string | null };

async function readPlaces(
  { store }: SweepParts,
  { id: campaign }: CampaignRecord,
  positions: readonly number[],
): Promise<Place[]> {
  const rows = await store.readEnrollments({ campaign, positions });
  const persons = await store.readPersons(rows.map(({ person }) => person));
  return rows.map(({ position, person }) => {
    const { openAttempts, optOut } = persons.get(person) ?? { openAttempts: [], optOut: null };
    return { position, isOpen: openAttempts.length > 0, optOut };
  });
}

function expiredKeys(
  places: readonly Place[],
  found: readonly { position: number; contact: Contact }[],
): ExpiredKey[] {
  const optOuts = new Map(places.map(({ position, optOut }) => [position, optOut]));
  const keys = new Map<string, string | null>();
  for (const { position, contact } of found)
    for (const key of keysOf(contact)) keys.set(key, keys.get(key) ?? optOuts.get(position) ?? null);
  return [...keys].map(([key, optOut]) => ({ key, optOut }));
}

function hasData({ name, addresses, externalId, variables }: Contact): boolean {
  return name !== null || externalId !== null || addresses.length > 0 || Object.keys(variables).length > 0;
}
