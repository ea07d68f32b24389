/** The mark of a store that is, or was, moved to MongoDB. */
export const movesMigration = {
  name: 'moves',
  sql: `
CREATE TABLE moves (
  id TEXT PRIMARY KEY,
  target TEXT NOT NULL,
  state TEXT NOT NULL,
  at INTEGER NOT NULL
) WITHOUT ROWID;
`,
} as const;
