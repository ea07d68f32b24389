import type { CampaignRecord } from '../../../domain/campaign/campaign.ts';
import { dueClasses, isEnd } from '../../../domain/contact/enrollment.ts';
import type { ImportChunk, Newcomer } from '../../contract/store.ts';
import { keyOf } from '../../common/keys.ts';
import type { Connection } from '../connection/connection.ts';
import type { Persons } from '../persons/persons.ts';
import type { Suppressions } from '../persons/suppressions.ts';
import { waitReasonCode } from '../rows/codes.ts';
import { insertInto, placeholders, upsertInto } from '../rows/columns/sql.ts';
import {
  contactAddresses,
  contacts,
  furtherAddresses,
  storedContact,
} from '../rows/contacts/contact-rows.ts';
import { newEnrollmentFields } from '../rows/contacts/enrollment-rows.ts';
import { importRows, imports } from '../rows/contacts/import-rows.ts';

/**
 * The bytes that a new row reserves. The first turn of a contact adds about as much: an attempt's id, times, the
 * trail.
 */
const enrollmentRoom = 64;

type ChunkInput = { campaign: number; record: CampaignRecord; chunk: ImportChunk };

export type Chunks = {
  /** Returns the identities of newcomers that are already enrolled, or that occur twice in the chunk. */
  takenIdentities: (campaign: number, chunk: ImportChunk) => string[];
  /**
   * Writes the import, its rows and its contacts, within the running transaction. Returns false if an identity is taken;
   * then all must be rolled back.
   */
  write: (input: ChunkInput) => boolean;
};

/** Writes chunks of imports. */
export function createChunks({
  connection,
  persons,
  suppressions,
}: {
  connection: Connection;
  persons: Pick<Persons, 'openFinder'>;
  suppressions: Pick<Suppressions, 'openMarks' | 'markOptOuts'>;
}): Chunks {
  const context: Context = { ...prepareChunks(connection), persons, suppressions };
  return {
    takenIdentities(campaign, { newcomers }) {
      const seen = new Set<string>();
      const taken = new Set<string>();
      for (const { identity } of newcomers) {
        if (seen.has(identity) || context.findIdentity.get(campaign, identity)) taken.add(identity);
        seen.add(identity);
      }
      return [...taken];
    },
    write: (input) => writeChunk(context, input),
  };
}

function prepareChunks({ prepare }: Connection) {
  return {
    findIdentity: prepare('SELECT 1 FROM contacts WHERE campaign = ? AND identity = ?'),
    putImport: prepare(
      `${upsertInto('imports', { names: [...imports.names, 'campaign'], key: ['id'] })} RETURNING number`,
    ),
    putRow: prepare(insertInto('import_rows', importRows.names)),
    putContact: prepare(
      `${insertInto('contacts', ['key', 'campaign', 'identity', ...contacts.names])}
       ON CONFLICT (campaign, identity) DO NOTHING`,
    ),
    putAddress: prepare(`${insertInto('contact_addresses', contactAddresses.names)} ON CONFLICT DO NOTHING`),
    putEnrollment: prepare(
      `INSERT INTO enrollments (key, campaign, ${newEnrollmentFields.names.join(', ')}, step, step_attempts,
         attempts, reached, due_class, due_at, wait_reason, pause_wanted, trail, room)
       VALUES (?, ?, ${placeholders(newEnrollmentFields.names)}, 0, 0,
         0, 0, ${dueClasses.new}, 0, ${waitReasonCode.encode('contact.new')}, 0, '', zeroblob(${enrollmentRoom}))`,
    ),
  };
}

type Context = ReturnType<typeof prepareChunks> & {
  persons: Pick<Persons, 'openFinder'>;
  suppressions: Pick<Suppressions, 'openMarks' | 'markOptOuts'>;
};

function writeChunk(context: Context, { campaign, record, chunk }: ChunkInput): boolean {
  const { persons, putImport, putRow, suppressions } = context;
  const number = putImport.get(...imports.cells(chunk.record), campaign)?.[0] as number;
  const { client, id, updatedAt } = record;
  const isAnySuppressed = suppressions.openMarks({ client, campaign: id }, updatedAt) !== null;
  const findPerson = persons.openFinder(record.client);
  for (const newcomer of chunk.newcomers) {
    const { position, cells, contact } = newcomer;
    if (!writeContact(context, { campaign, newcomer })) return false;
    const { id: person, added } = findPerson(contact);
    writeEnrollment(context, { campaign, record, newcomer, person });
    if (isAnySuppressed) suppressions.markOptOuts({ client: record.client, addresses: added });
    const row = { import: number, row: contact.row, position, code: null, detail: null, cells };
    putRow.get(...importRows.cells(row));
  }
  for (const rejection of chunk.rejections) {
    putRow.get(...importRows.cells({ ...rejection, import: number, position: null }));
  }
  return true;
}

/** Writes a contact; returns false if its identity is taken. */
function writeContact(
  { putContact, putAddress }: Context,
  { campaign, newcomer: { contact, position, identity } }: { campaign: number; newcomer: Newcomer },
): boolean {
  const key = keyOf(campaign, position);
  const { changes } = putContact.run(key, campaign, identity, ...contacts.cells(storedContact(contact)));
  for (const address of furtherAddresses(contact.addresses))
    putAddress.get(...contactAddresses.cells({ campaign, address, key }));
  return changes !== 0;
}

function writeEnrollment(
  { putEnrollment }: Context,
  {
    campaign,
    record,
    newcomer: { contact, position, calendar, state },
    person,
  }: { campaign: number; record: CampaignRecord; newcomer: Newcomer; person: number },
): void {
  putEnrollment.get(
    keyOf(campaign, position),
    campaign,
    ...newEnrollmentFields.cells({
      position,
      contact: contact.id,
      person: String(person),
      calendar,
      state,
      endedAt: isEnd(state) ? record.updatedAt : null,
    }),
  );
}
