/** The senders of clients, and the outcomes of their attempts in slices of time. */
export const sendersMigration = {
  name: 'senders',
  sql: `
CREATE TABLE senders (
  client TEXT NOT NULL,
  address TEXT NOT NULL,
  label TEXT,
  tags TEXT NOT NULL,
  mode TEXT NOT NULL,
  quarantine TEXT,
  limits TEXT NOT NULL,
  judged_since INTEGER NOT NULL,
  added_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (client, address)
) WITHOUT ROWID;
CREATE TABLE sender_outcomes (
  client TEXT NOT NULL,
  at INTEGER NOT NULL,
  address TEXT NOT NULL,
  last_at INTEGER NOT NULL,
  blocked_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  reached INTEGER NOT NULL,
  short INTEGER NOT NULL,
  blocked INTEGER NOT NULL,
  PRIMARY KEY (client, at, address)
) WITHOUT ROWID;
CREATE INDEX sender_outcomes_by_age ON sender_outcomes (at);
`,
} as const;
