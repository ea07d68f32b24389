import { DatabaseSync } from 'node:sqlite';
import { createConnection } from '../../../src/persistence/sqlite/connection/connection.ts';
import { migrate } from '../../../src/persistence/sqlite/connection/migrate.ts';
import { migrations } from '../../../src/persistence/sqlite/migrations/index.ts';

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
    const known = new Set(names(`SELECT name FROM pragma_table_info('${table}', 'newer')`));
    const values = columns.map((column) => (known.has(column) ? column : '3'));
    database.exec(`INSERT INTO ${table} (${columns.join()}) SELECT ${values.join()} FROM newer.${table}`);
  }
  database.close();
}
