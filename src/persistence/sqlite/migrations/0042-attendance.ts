/** The calls that a person has answered and that needed a bot or an agent, by day. */
export const attendanceMigration = {
  name: 'attendance',
  sql: `
CREATE TABLE attendance (
  client TEXT NOT NULL,
  at INTEGER NOT NULL,
  campaign TEXT NOT NULL,
  live INTEGER NOT NULL,
  abandoned INTEGER NOT NULL,
  PRIMARY KEY (client, at, campaign)
) WITHOUT ROWID;
CREATE INDEX attendance_by_age ON attendance (at);
`,
} as const;
