/** The tariff of an attempt, rate tables, and what the calls of clients cost by day and month. */
export const costMigration = {
  name: 'cost',
  sql: `
ALTER TABLE attempts ADD COLUMN price TEXT;
CREATE TABLE rate_tables (
  client TEXT NOT NULL,
  valid_from INTEGER NOT NULL,
  text TEXT NOT NULL,
  rates INTEGER NOT NULL,
  imported_at INTEGER NOT NULL,
  by TEXT NOT NULL,
  PRIMARY KEY (client, valid_from)
) WITHOUT ROWID;
CREATE TABLE client_spending (
  client TEXT NOT NULL,
  period TEXT NOT NULL,
  currency TEXT NOT NULL,
  micros INTEGER NOT NULL,
  PRIMARY KEY (client, period, currency)
) WITHOUT ROWID;
`,
} as const;
