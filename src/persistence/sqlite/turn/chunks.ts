import type { CampaignRecord } from '../../../domain/campaign/campaign.ts';
import { dueClasses } from '../../../domain/contact/enrollment.ts';
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
  /** Writes the import, its rows and its contacts, within the running transaction. */
  write: (input: ChunkInput) => void;
};

/** Writes chunks of imports. */
export function createChunks({
  connection,
  persons,
  suppressions,
}: {
  connection: Connection;
  persons: Pick<Persons, 'personOf'>;
  suppressions: Pick<Suppressions, 'hasAny' | 'markOptOuts'>;
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
    putContact: prepare(insertInto('contacts', ['key', 'campaign', 'identity', ...contacts.names])),
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
  persons: Pick<Persons, 'personOf'>;
  suppressions: Pick<Suppressions, 'hasAny' | 'markOptOuts'>;
};

function writeChunk(context: Context, { campaign, record, chunk }: ChunkInput): void {
  const { putImport, putRow, suppressions } = context;
  const number = putImport.get(...imports.cells(chunk.record), campaign)?.[0] as number;
  const isAnySuppressed = suppressions.hasAny(record.client);
  for (const newcomer of chunk.newcomers) {
    const added = writeNewcomer(context, { campaign, record, newcomer });
    if (isAnySuppressed) suppressions.markOptOuts({ client: record.client, addresses: added });
    const { position, cells, contact } = newcomer;
    const row = { import: number, row: contact.row, position, code: null, detail: null, cells };
    putRow.get(...importRows.cells(row));
  }
  for (const rejection of chunk.rejections) {
    putRow.get(...importRows.cells({ ...rejection, import: number, position: null }));
  }
}

/** Writes a contact with its enrollment, and returns the keys of its person that are new. */
function writeNewcomer(
  { persons, putContact, putAddress, putEnrollment }: Context,
  { campaign, record, newcomer }: { campaign: number; record: CampaignRecord; newcomer: Newcomer },
): readonly string[] {
  const { contact, position, identity, calendar, state } = newcomer;
  const person = persons.personOf(record.client, contact);
  const key = keyOf(campaign, position);
  putContact.get(key, campaign, identity, ...contacts.cells(storedContact(contact)));
  for (const address of furtherAddresses(contact.addresses))
    putAddress.get(...contactAddresses.cells({ campaign, address, key }));
  putEnrollment.get(
    key,
    campaign,
    ...newEnrollmentFields.cells({
      position,
      contact: contact.id,
      person: String(person.id),
      calendar,
      state,
      endedAt: state === 'pending' ? null : record.updatedAt,
    }),
  );
  return person.added;
}
