/** The consents of persons to be contacted. */
export const consentsMigration = {
  name: 'consents',
  sql: `
CREATE TABLE consents (
  client TEXT NOT NULL,
  address TEXT NOT NULL,
  channel TEXT NOT NULL,
  given_at INTEGER NOT NULL,
  source TEXT NOT NULL,
  purpose TEXT,
  evidence TEXT,
  by TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  withdrawn_at INTEGER,
  PRIMARY KEY (client, address, channel)
) WITHOUT ROWID;
`,
} as const;
