/** The log of emergency stops. It begins with the stops that are in force when the table is created. */
export const stopLogMigration = {
  name: 'stop log',
  sql: `
CREATE TABLE stop_events (
  number INTEGER PRIMARY KEY,
  client TEXT NOT NULL,
  event TEXT NOT NULL,
  reason TEXT,
  by TEXT NOT NULL,
  at INTEGER NOT NULL
);
CREATE INDEX stop_events_by_client ON stop_events (client, number);
INSERT INTO stop_events (client, event, reason, by, at)
  SELECT client, 'ordered', reason, by, at FROM holds ORDER BY at;
`,
} as const;
