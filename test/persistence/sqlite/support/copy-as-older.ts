import { DatabaseSync } from 'node:sqlite';
import { createConnection } from '../../../../src/persistence/sqlite/connection/connection.ts';
import { migrate } from '../../../../src/persistence/sqlite/connection/migrate.ts';
import { migrations } from '../../../../src/persistence/sqlite/migrations/index.ts';

/** Columns of calls, by the names that they had before attempts were the same for every channel. */
const callColumns: Readonly<Record<string, string>> = {
  request_id: 'receipt',
  call_id: 'provider_id',
  dialing_at: 'placed_at',
  ringing_at: "details ->> '$.ringingAt'",
  answered_at: 'reached_at',
  talk_seconds: "details ->> '$.talkSeconds'",
  hold_until: 'search_until',
  surplus_call_id: 'surplus_id',
  hang_up: 'end_wanted',
  state: `CASE
    WHEN state = 3 THEN 0
    WHEN state = 2 AND progress = 'ringing' THEN 3
    WHEN state = 2 AND progress = 'in-progress' THEN 4
    ELSE state
  END`,
};

/** A table as it was before a migration: its columns as SQL of today's columns, and the table these are read from. */
type FormerTable = { table: string; from?: string; columns: Readonly<Record<string, string>> };

const formerTables: Readonly<Record<string, readonly FormerTable[]>> = {
  attempts: [{ table: 'attempts', columns: callColumns }],
  'contact addresses': [
    { table: 'contact_phones', from: 'contact_addresses', columns: { phone: 'address' } },
  ],
  persons: [
    {
      table: 'enrollments',
      columns: {
        party: 'person',
        address: '(SELECT phone FROM newer.contacts WHERE contacts.key = enrollments.key)',
      },
    },
    {
      table: 'parties',
      from: 'persons',
      columns: {
        address: `(SELECT address FROM newer.parties WHERE person = persons.id AND address LIKE '+%')`,
        open_attempt: 'open_attempts',
        suppressed: 'opt_out',
        day: 'substr(days, 7, 10)',
        day_count: 'coalesce(substr(days, 18), 0)',
      },
    },
  ],
};

function formerOf(input: { table: string; version: number }): FormerTable | undefined {
  const later = migrations.slice(input.version).flatMap(({ name }) => formerTables[name] ?? []);
  return later.find(({ table }) => table === input.table);
}

/** The place of a migration in the list: the version of a store before it. */
export function versionBefore(migration: string): number {
  return migrations.findIndex(({ name }) => name === migration);
}

/** Copies a store into a file with the schema of an earlier version; a column that only that version has gets 3. */
export function copyAsOlder({ from, to, version }: { from: string; to: string; version: number }): void {
  const database = new DatabaseSync(to);
  const connection = createConnection({ database, synchronous: 'full' });
  migrate({ connection, path: to, list: migrations.slice(0, version) });
  const names = (sql: string): string[] =>
    database
      .prepare(sql)
      .all()
      .map(({ name }) => String(name));
  database.exec(`ATTACH '${from}' AS newer`);
  for (const table of names(`SELECT name FROM sqlite_schema WHERE type = 'table'`)) {
    const columns = names(`SELECT name FROM pragma_table_info('${table}')`);
    const former = formerOf({ table, version });
    const source = former?.from ?? table;
    const inSource = new Set(names(`SELECT name FROM pragma_table_info('${source}', 'newer')`));
    const values = columns.map((column) => former?.columns[column] ?? (inSource.has(column) ? column : '3'));
    database.exec(`INSERT INTO ${table} (${columns.join()}) SELECT ${values.join()} FROM newer.${source}`);
  }
  database.close();
}
