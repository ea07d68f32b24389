/** The keys with which addresses of erased persons are hashed. */
export const hashKeysMigration = {
  name: 'hash-keys',
  sql: `
CREATE TABLE hash_keys (
  number INTEGER PRIMARY KEY,
  secret TEXT NOT NULL,
  at INTEGER NOT NULL
);
`,
} as const;
