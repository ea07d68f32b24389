import type { OwnedCampaign, OwnedStore } from '../../contract/campaigns/owned.ts';
import { noReservation } from '../../common/limit-rules.ts';
import { campaignSpan, keyOf } from '../../common/keys.ts';
import { attemptFrom } from '../attempts/attempts.ts';
import { calendarFrom, tallyFrom } from '../contacts/tallies.ts';
import { enrollmentFrom, withoutTrail } from '../contacts/enrollment-documents.ts';
import type { AttemptDoc, CampaignDoc, Collections } from '../documents/collections.ts';
import { keysAfter } from '../documents/keys.ts';
import type { Persons } from '../persons/persons.ts';
import { recordFrom } from './campaigns.ts';

type Owners = Parameters<OwnedStore['readOwned']>[0];

/** Reads campaigns for their new owners: all of them with one command for each collection. */
export function createOwned({
  collections,
  persons,
}: {
  collections: Collections;
  persons: Pick<Persons, 'readPersons'>;
}): OwnedStore {
  return {
    async readOwned(owners) {
      if (owners.length === 0) return [];
      await endEarlierCalls(collections, owners);
      const ids = owners.map(({ campaign }) => campaign);
      const documents = await collections.campaigns.find({ _id: { $in: ids } }).toArray();
      if (documents.length === 0) return [];
      const parts = await readParts(collections, documents);
      const touched = [...parts.enrollments.values()].flat();
      const byId = await persons.readPersons([...new Set(touched.map(({ person }) => person))]);
      return documents.map((document): OwnedCampaign => {
        const { _id: id, number, rest } = document;
        const enrollments = (parts.enrollments.get(number) ?? []).map((one) => enrollmentFrom(one, rest));
        const theirs = new Set(enrollments.map(({ person }) => person));
        return {
          record: recordFrom(document),
          calendars: (parts.calendars.get(number) ?? []).map(calendarFrom),
          // A cancelled or expired campaign has no due contacts.
          tallies: rest === null ? (parts.tallies.get(number) ?? []).map(tallyFrom) : [],
          attempts: (parts.attempts.get(id) ?? []).map(attemptFrom),
          enrollments,
          persons: new Map([...byId].filter(([person]) => theirs.has(person))),
          held: (parts.held.get(id) ?? []).map(({ _id, held }) => ({ scope: _id.scope, count: held })),
          hasEvents: parts.withEvents.has(id),
        };
      });
    },
  };
}

/**
 * Writes the document that each transaction of an owner's limits writes. A transaction of an earlier epoch that is still
 * under way conflicts with this write, and finds the new epoch when it is repeated.
 */
async function endEarlierCalls(
  { reservations }: Pick<Collections, 'reservations'>,
  owners: Owners,
): Promise<void> {
  await reservations.bulkWrite(
    owners.map(({ campaign, epoch }) => ({
      updateOne: {
        filter: { _id: campaign },
        update: { $inc: { reads: 1 }, $setOnInsert: { epoch, id: 0, answer: noReservation } },
        upsert: true,
      },
    })),
    { ordered: false },
  );
}

async function readParts(collections: Collections, documents: readonly CampaignDoc[]) {
  const ids = documents.map(({ _id }) => _id);
  const numbers = documents.map(({ number }) => number);
  const [calendars, tallies, attempts, held, withEvents] = await Promise.all([
    collections.calendars
      .find({ $or: numbers.map((number) => ({ _id: keysAfter(number, -1) })) })
      .sort({ _id: 1 })
      .toArray(),
    collections.tallies.find({ campaign: { $in: numbers }, contacts: { $ne: 0 } }).toArray(),
    collections.attempts
      .find({ open: true, campaign: { $in: ids } })
      .sort({ key: 1 })
      .toArray(),
    collections.holdings.find({ '_id.campaign': { $in: ids }, held: { $gt: 0 } }).toArray(),
    collections.inbox.distinct('_id.campaign', { '_id.campaign': { $in: ids } }),
  ]);
  const enrollments = await readEnrollments(collections, { documents, attempts });
  return {
    calendars: Map.groupBy(calendars, ({ _id }) => Math.floor(_id / campaignSpan)),
    tallies: Map.groupBy(tallies, ({ campaign }) => campaign),
    attempts: Map.groupBy(attempts, ({ campaign }) => campaign),
    enrollments: Map.groupBy(enrollments, ({ campaign }) => campaign),
    held: Map.groupBy(held, ({ _id }) => _id.campaign),
    withEvents: new Set(withEvents),
  };
}

async function readEnrollments(
  { enrollments }: Pick<Collections, 'enrollments'>,
  { documents, attempts }: { documents: readonly CampaignDoc[]; attempts: readonly AttemptDoc[] },
) {
  const numberOf = new Map(documents.map(({ _id, number }) => [_id, number]));
  const keys = new Set(
    attempts.map(({ campaign, position }) => keyOf(numberOf.get(campaign) ?? 0, position)),
  );
  if (keys.size === 0) return [];
  return enrollments.find({ _id: { $in: [...keys] } }, { projection: withoutTrail }).toArray();
}
