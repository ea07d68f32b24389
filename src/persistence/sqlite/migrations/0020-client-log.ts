/** The log of each client, one row for each event, with the hash that links it to the one before. */
export const clientLogMigration = {
  name: 'client log',
  sql: `
CREATE TABLE client_events (
  client TEXT NOT NULL,
  last_seq INTEGER NOT NULL,
  body TEXT NOT NULL,
  hash TEXT,
  PRIMARY KEY (client, last_seq)
) WITHOUT ROWID;
`,
} as const;
