/** The alerts in force, and where they are sent. */
export const alertsMigration = {
  name: 'alerts',
  sql: `
CREATE TABLE alerts (
  id       TEXT PRIMARY KEY,
  code     TEXT NOT NULL,
  client   TEXT NOT NULL,
  campaign TEXT,
  instance TEXT,
  since    INTEGER NOT NULL,
  told_at  INTEGER NOT NULL,
  detail   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE alert_webhooks (
  client     TEXT PRIMARY KEY,
  url        TEXT NOT NULL,
  secret     TEXT NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
} as const;
