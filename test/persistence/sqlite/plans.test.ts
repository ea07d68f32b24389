import { expect, test } from 'vitest';
import { openConnection } from '../../../src/persistence/sqlite/connection/open.ts';
import { createSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';

const path = ':memory:';
const connection = openConnection({ path });
createSqliteStore({ connection, path });

/**
 * Tables with a row per process, client, webhook, emergency stop, provider account, restore or year, tables of one row, tables that are empty but for a moment, the
 * campaigns for which events wait, as a walk through an index gives them, and a list that is a parameter.
 */
const small = new Set([
  'alerts',
  'webhooks',
  'rate_tables',
  'instances',
  'clients',
  'holds',
  'breakers',
  'room_probes',
  'setting_revision',
  'owner_notes',
  'incarnations',
  'hash_keys',
  'waiting',
  'json_each',
  'CONSTANT',
]);
/** An index with an entry for whatever is held at the moment. */
const smallIndex = 'USING COVERING INDEX limit_holdings_held';

function planOf(sql: string): string[] {
  return connection
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map((row) => String(row[3]));
}

const statements = connection.prepared().filter((sql) => /^\s*(SELECT|UPDATE|DELETE|WITH|INSERT)/.test(sql));

test('the store has statements to look at', () => {
  expect(statements.length).toBeGreaterThan(60);
});

test.each(statements.map((sql) => [sql.replace(/\s+/g, ' ').trim(), sql]))(
  'no table that grows is scanned or sorted: %s',
  (_, sql) => {
    for (const step of planOf(sql)) {
      const scanned = /^SCAN (\w+)/.exec(step)?.[1] ?? 'CONSTANT';
      if (!step.endsWith(smallIndex)) expect(small).toContain(scanned);
      expect(step).not.toMatch(/TEMP B-TREE|AUTOMATIC/);
    }
  },
);

test.each([
  [
    'due people',
    'ORDER BY due_at, position LIMIT',
    /INDEX enrollments_due \(campaign=\? AND calendar=\? AND due_class=\? AND \(due_at,position\)>/,
  ],
  ['the next head', '(calendar, due_class) >= ', /COVERING INDEX enrollments_due \(campaign=\?/],
  [
    'people due later',
    'SELECT count(*) FROM enrollments',
    /COVERING INDEX enrollments_due .*due_at>\? AND due_at<\?/,
  ],
  ['overdue people', 'ORDER BY deadline_at', /INDEX enrollments_overdue/],
  ['people in an uncommon state', 'state > 3 AND key', /INDEX enrollments_uncommon/],
  ['open attempts', 'ORDER BY attempts.key', /INDEX attempts_open/],
  ['rejections', 'code IS NOT NULL', /INDEX import_rows_rejected/],
])('%s are read from the index made for them', (_, part, index) => {
  const found = statements.filter((sql) => sql.replace(/\s+/g, ' ').includes(part));
  expect(found.length).toBeGreaterThan(0);
  expect(found.some((sql) => planOf(sql).some((step) => index.test(step)))).toBe(true);
});
