import { expect, test } from 'vitest';
import { places } from '../../../src/persistence/sqlite/erasure/redact-texts.ts';
import { personalColumns } from '../../../src/persistence/sqlite/rows/declared-tables.ts';

/** What is removed by the key of a contact, or by the address itself. */
const byKey = new Set([
  'contacts.identity',
  'contacts.name',
  'contacts.phone',
  'contacts.email',
  'contacts.external_id',
  'contacts.variables',
  'contacts.phones',
  'contacts.others',
  'contact_addresses.address',
  'attempts.address',
  'parties.address',
  'suppressions.address',
  'consents.address',
]);
/** Logs, in which texts are searched for too. */
const logs = new Set(['event_batches.body', 'client_events.body']);

test('an erasure covers every column with personal data', () => {
  const searched = places.flatMap(({ table, texts, cells }) =>
    [...texts, ...(cells === undefined ? [] : [cells])].map((column) => `${table}.${column}`),
  );
  const covered = new Set([...byKey, ...logs, ...searched]);
  const missing = personalColumns()
    .map(({ table, column }) => `${table}.${column}`)
    .filter((column) => !covered.has(column));
  expect(missing).toEqual([]);
});
