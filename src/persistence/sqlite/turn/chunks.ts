import type { ImportChunk, Newcomer } from '../../contract/store.ts';
import type { CampaignRecord } from '../../../domain/campaign/campaign.ts';
import { dueClasses } from '../../../domain/contact/enrollment.ts';
import { waitReasonCode } from '../rows/codes.ts';
import {
  contactAddresses,
  contacts,
  furtherAddresses,
  storedContact,
} from '../rows/contacts/contact-rows.ts';
import { newEnrollmentFields } from '../rows/contacts/enrollment-rows.ts';
import type { Connection } from '../connection/connection.ts';
import { insertInto, placeholders, upsertInto } from '../rows/columns/sql.ts';
import { importRows, imports } from '../rows/contacts/import-rows.ts';
import { keyOf } from '../rows/keys.ts';
import type { Suppressions } from '../persons/suppressions.ts';
import type { Persons } from '../persons/persons.ts';

/** Slack in bytes left in new rows, about what the first turn adds to them: an attempt's id, instants, the trail. */
const enrollmentRoom = 64;

export type Chunks = {
  /** The identities among the newcomers that are enrolled already, or stand in the chunk twice. */
  takenIdentities: (campaign: number, chunk: ImportChunk) => string[];
  /** Writes the import, its rows, and its people, within the running transaction. */
  write: (input: { campaign: number; record: CampaignRecord; chunk: ImportChunk }) => void;
};

/** Writes chunks of imports. */
export function createChunks({
  connection,
  persons,
  suppressions,
}: {
  connection: Connection;
  persons: Pick<Persons, 'personOf'>;
  suppressions: Pick<Suppressions, 'hasAny' | 'markOptOut'>;
}): Chunks {
  const { prepare } = connection;
  const findIdentity = prepare('SELECT 1 FROM contacts WHERE campaign = ? AND identity = ?');
  const putImport = prepare(
    `${upsertInto('imports', { names: [...imports.names, 'campaign'], key: ['id'] })} RETURNING number`,
  );
  const putRow = prepare(insertInto('import_rows', importRows.names));
  const putContact = prepare(insertInto('contacts', ['key', 'campaign', 'identity', ...contacts.names]));
  const putAddress = prepare(
    `${insertInto('contact_addresses', contactAddresses.names)} ON CONFLICT DO NOTHING`,
  );
  const putEnrollment = prepare(
    `INSERT INTO enrollments (key, campaign, ${newEnrollmentFields.names.join(', ')}, step, step_attempts,
       attempts, reached, due_class, due_at, wait_reason, pause_wanted, trail, room)
     VALUES (?, ?, ${placeholders(newEnrollmentFields.names)}, 0, 0,
       0, 0, ${dueClasses.new}, 0, ${waitReasonCode.encode('contact.new')}, 0, '', zeroblob(${enrollmentRoom}))`,
  );
  /** Returns the keys that now lead to the person of the contact. */
  const writeNewcomer = (campaign: number, record: CampaignRecord, newcomer: Newcomer): readonly string[] => {
    const { contact, position } = newcomer;
    const person = persons.personOf(record.client, contact);
    const key = keyOf(campaign, position);
    putContact.get(key, campaign, newcomer.identity, ...contacts.cells(storedContact(contact)));
    for (const address of furtherAddresses(contact.addresses))
      putAddress.get(...contactAddresses.cells({ campaign, address, key }));
    putEnrollment.get(
      key,
      campaign,
      ...newEnrollmentFields.cells({
        position,
        contact: contact.id,
        person: String(person.id),
        calendar: newcomer.calendar,
        state: newcomer.state,
        endedAt: newcomer.state === 'pending' ? null : record.updatedAt,
      }),
    );
    return person.fresh;
  };

  return {
    takenIdentities(campaign, { newcomers }) {
      const seen = new Set<string>();
      const taken = new Set<string>();
      for (const { identity } of newcomers) {
        if (seen.has(identity) || findIdentity.get(campaign, identity)) taken.add(identity);
        seen.add(identity);
      }
      return [...taken];
    },
    write({ campaign, record, chunk }) {
      const number = putImport.get(...imports.cells(chunk.record), campaign)?.[0] as number;
      const isAnySuppressed = suppressions.hasAny(record.client);
      for (const newcomer of chunk.newcomers) {
        const fresh = writeNewcomer(campaign, record, newcomer);
        if (isAnySuppressed) suppressions.markOptOut({ client: record.client, addresses: fresh });
        const { position, cells, contact } = newcomer;
        putRow.get(
          ...importRows.cells({
            import: number,
            row: contact.row,
            position,
            code: null,
            detail: null,
            cells,
          }),
        );
      }
      for (const rejection of chunk.rejections) {
        putRow.get(...importRows.cells({ ...rejection, import: number, position: null }));
      }
    },
  };
}
