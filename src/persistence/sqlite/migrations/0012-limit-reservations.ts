/** The last reservation of each campaign's owner, so that one whose answer was lost is answered again. */
export const limitReservationsMigration = {
  name: 'limit reservations',
  sql: `
CREATE TABLE limit_reservations (
  campaign TEXT PRIMARY KEY,
  epoch INTEGER NOT NULL,
  id INTEGER NOT NULL,
  answer TEXT NOT NULL
) WITHOUT ROWID;
`,
} as const;
