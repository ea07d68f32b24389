import { dueClasses } from '../../domain/contact/enrollment.ts';
import { tallyBucketMs } from '../../persistence/contract/store.ts';
import type { DueTally, Store } from '../../persistence/contract/store.ts';
import { lanesOf } from '../../rules/due-lanes.ts';
import type { GroupFacts, LaterFacts } from '../../rules/why.ts';
import type { CampaignFacts } from '../campaign-facts.ts';

type Lane = Pick<DueTally, 'calendar' | 'dueClass'>;

/** If no contact of a lane is due, the first one that will be; null if one is due. */
function firstLater({ heads, status }: CampaignFacts, lane: Lane): number | null {
  const head = heads.find(
    ({ calendar, dueClass }) => calendar === lane.calendar && dueClass === lane.dueClass,
  );
  return head && head.dueAt > status.dueUpTo(lane.dueClass) ? head.dueAt : null;
}

/** The maximum number of contacts that are counted repeatedly to find the first of them. */
const maxCounted = 5_000;
const preciseMs = 1_000;

/** The first due time after `now` within its bucket, to the second: the last instant at which all of them wait. */
async function searchFirst(
  store: Store,
  { campaignFacts, tally, contacts }: { campaignFacts: CampaignFacts; tally: DueTally; contacts: number },
): Promise<number> {
  const { record, status } = campaignFacts;
  let low = status.dueUpTo(tally.dueClass);
  let high = (tally.bucket + 1) * tallyBucketMs;
  if (contacts > maxCounted) return low;
  while (high - low > preciseMs) {
    const middle = Math.floor((low + high) / 2);
    const stillLater = await store.countDueAfter({ campaign: record.id, ...tally, now: middle });
    if (stillLater < contacts) high = middle;
    else low = middle;
  }
  return low;
}

type Split = { ready: number; isWithoutContact: boolean; later: LaterFacts | null };

/** The contacts that are due, by whether their step contacts the recipient. */
function countsOf(splits: readonly Split[]): Pick<GroupFacts, 'ready' | 'dueWithoutContact'> {
  const counts = { ready: 0, dueWithoutContact: 0 };
  for (const { ready, isWithoutContact } of splits)
    counts[isWithoutContact ? 'dueWithoutContact' : 'ready'] += ready;
  return counts;
}

function isLaneWithoutContact({ record, channels }: CampaignFacts, { dueClass }: Lane): boolean {
  return lanesOf({ steps: record.definition.steps, channels }).withoutContact.includes(dueClass);
}

/** Splits one tally of an open calendar into contacts that are due and contacts that are not due yet. */
async function splitTally(store: Store, campaignFacts: CampaignFacts, tally: DueTally): Promise<Split> {
  const { record, status, windowOf } = campaignFacts;
  const bucketStart = tally.bucket * tallyBucketMs;
  const upTo = status.dueUpTo(tally.dueClass);
  const isPast = bucketStart + tallyBucketMs <= upTo;
  const isWithoutContact = isLaneWithoutContact(campaignFacts, tally);
  if (tally.dueClass === dueClasses.new || isPast)
    return { ready: tally.contacts, isWithoutContact, later: null };

  const laterFrom = async (contacts: number, storedAt: number): Promise<Split> => {
    const due = status.effective({ dueClass: tally.dueClass, dueAt: storedAt });
    const until = windowOf(tally.calendar).nextOpening(due);
    const later = { waitReason: tally.waitReason, contacts, until, isWithoutContact };
    return { ready: tally.contacts - contacts, isWithoutContact, later: contacts > 0 ? later : null };
  };
  const first = firstLater(campaignFacts, tally);
  if (first !== null) return laterFrom(tally.contacts, Math.max(first, bucketStart));
  if (bucketStart > upTo) return laterFrom(tally.contacts, bucketStart);
  const counted = await store.countDueAfter({ campaign: record.id, ...tally, now: upTo });
  const contacts = Math.min(counted, tally.contacts);
  const storedAt = contacts > 0 ? await searchFirst(store, { campaignFacts, tally, contacts }) : bucketStart;
  return laterFrom(contacts, storedAt);
}

async function groupOf(
  store: Store,
  campaignFacts: CampaignFacts,
  { calendar, tallies }: { calendar: number; tallies: readonly DueTally[] },
): Promise<GroupFacts> {
  const { windowOf, now } = campaignFacts;
  const window = windowOf(calendar);
  const base = { timeZone: window.timeZone, open: window.isOpen(now) };
  if (!base.open) {
    const all = tallies.map((tally) => ({
      ready: tally.contacts,
      isWithoutContact: isLaneWithoutContact(campaignFacts, tally),
      later: null,
    }));
    return { ...base, opensAt: window.nextOpening(now), ...countsOf(all), later: [] };
  }
  const splits = await Promise.all(tallies.map((tally) => splitTally(store, campaignFacts, tally)));
  return {
    ...base,
    opensAt: null,
    ...countsOf(splits),
    later: splits.flatMap(({ later }) => later ?? []),
  };
}

/**
 * The dispatchable contacts by calendar, from the tallies. Rows are counted only in the bucket of due times that
 * contains `now`, and only in open calendars.
 */
export function groupFacts({
  store,
  campaignFacts,
}: {
  store: Store;
  campaignFacts: CampaignFacts;
}): Promise<GroupFacts[]> {
  const byCalendar = new Map<number, DueTally[]>();
  for (const tally of campaignFacts.tallies) {
    const group = byCalendar.get(tally.calendar);
    if (group) group.push(tally);
    else byCalendar.set(tally.calendar, [tally]);
  }
  return Promise.all(
    [...byCalendar].map(([calendar, tallies]) => groupOf(store, campaignFacts, { calendar, tallies })),
  );
}
