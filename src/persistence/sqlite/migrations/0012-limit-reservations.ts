/** The last reservation of each campaign's owner. If its answer was lost, a repeat returns it again. */
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
