import type { ClientSession } from 'mongodb';
import type { CampaignRecord } from '../../../domain/campaign/campaign.ts';
import { keysOf } from '../../../domain/contact/contact.ts';
import { dueClasses, isEnd } from '../../../domain/contact/enrollment.ts';
import { plainName } from '../../../domain/contact/plain-name.ts';
import type { ImportChunk, Newcomer } from '../../contract/store.ts';
import type { Collections, EnrollmentDoc, ImportRowDoc } from '../documents/collections.ts';
import { keyOf } from '../../common/keys.ts';
import type { NextNumber } from '../documents/counters.ts';
import type { Suppressions } from '../persons/suppressions.ts';
import type { FindPersons } from '../persons/person-finder.ts';

export type Chunks = {
  /** Resolves with the identities of newcomers that are already enrolled, or that occur twice in the chunk. */
  takenIdentities: (campaign: number, chunk: ImportChunk, session?: ClientSession) => Promise<string[]>;
  /** Writes the import, its rows and its contacts, within the running transaction. */
  write: (
    input: { campaign: number; record: CampaignRecord; chunk: ImportChunk },
    session: ClientSession,
  ) => Promise<void>;
};

/** Writes chunks of imports. */
export function createChunks({
  collections: { imports, importRows, contacts, enrollments },
  findPersons,
  suppressions,
  nextNumber,
}: {
  collections: Pick<Collections, 'imports' | 'importRows' | 'contacts' | 'enrollments'>;
  findPersons: FindPersons;
  suppressions: Pick<Suppressions, 'markOptOuts'>;
  nextNumber: NextNumber;
}): Chunks {
  return {
    async takenIdentities(campaign, { newcomers }, session) {
      const identities = newcomers.map(({ identity }) => identity);
      if (identities.length === 0) return [];
      const enrolled = await contacts
        .find(
          { campaign, identity: { $in: identities } },
          { projection: { identity: 1 }, ...(session && { session }) },
        )
        .toArray();
      const seen = new Set(enrolled.map(({ identity }) => identity));
      const taken = new Set<string>();
      for (const one of identities) {
        if (seen.has(one)) taken.add(one);
        seen.add(one);
      }
      return [...taken];
    },

    async write({ campaign, record, chunk }, session) {
      const number = await writeImport({ imports, nextNumber }, { campaign, record: chunk.record }, session);
      const { newcomers } = chunk;
      const rows = rowsOf(number, chunk);
      if (rows.length > 0) await importRows.insertMany(rows, { session });
      if (newcomers.length === 0) return;
      const { persons, fresh } = await findPersons(
        record.client,
        newcomers.map(({ contact }) => contact),
        session,
      );
      const known = newcomers.map((newcomer, index) => ({ newcomer, person: persons[index] ?? 0 }));
      await contacts.insertMany(
        known.map((one) => contactOf(campaign, one)),
        { session },
      );
      await enrollments.insertMany(
        known.map((one) => enrollmentOf(campaign, { ...one, at: record.updatedAt })),
        { session },
      );
      await suppressions.markOptOuts({ client: record.client, addresses: fresh }, session);
    },
  };
}

/** Adds or changes an import. Resolves with the number under which its rows are stored. */
async function writeImport(
  { imports, nextNumber }: { imports: Collections['imports']; nextNumber: NextNumber },
  { campaign, record: { id, ...record } }: { campaign: number; record: ImportChunk['record'] },
  session: ClientSession,
): Promise<number> {
  const known = await imports.findOneAndUpdate(
    { _id: id },
    { $set: { ...record, campaign } },
    { projection: { number: 1 }, session },
  );
  if (known) return known.number;
  const number = await nextNumber('imports');
  await imports.insertOne({ _id: id, ...record, campaign, number }, { session });
  return number;
}

function rowsOf(number: number, { newcomers, rejections }: ImportChunk): ImportRowDoc[] {
  const added = newcomers.map(({ contact, position, cells }) => ({
    _id: { import: number, row: contact.row },
    position,
    cells,
  }));
  const rejected = rejections.map(({ row, ...rejection }) => ({
    _id: { import: number, row },
    position: null,
    ...rejection,
  }));
  return [...added, ...rejected];
}

type Known = { newcomer: Newcomer; person: number };

function contactOf(campaign: number, { newcomer: { position, identity, contact }, person }: Known) {
  return {
    _id: keyOf(campaign, position),
    campaign,
    ...contact,
    variables: JSON.stringify(contact.variables),
    identity,
    person,
    plainName: plainName(contact.name ?? ''),
    keys: keysOf(contact),
  };
}

function enrollmentOf(campaign: number, { newcomer, person, at }: Known & { at: number }): EnrollmentDoc {
  const { position, contact, calendar, state } = newcomer;
  return {
    _id: keyOf(campaign, position),
    campaign,
    position,
    contact: contact.id,
    person: String(person),
    calendar,
    state,
    step: 0,
    stepAttempts: 0,
    attempts: 0,
    reached: false,
    dueClass: dueClasses.new,
    dueAt: 0,
    waitReason: 'contact.new',
    callBackAt: null,
    lines: null,
    openAttempt: null,
    pauseWanted: false,
    deadlineAt: null,
    lastDisposition: null,
    lastOutcome: null,
    lastAttemptAt: null,
    endedAt: isEnd(state) ? at : null,
    ...(state === 'pending' && { waits: true as const }),
    trail: { attempts: [], events: [] },
  };
}
