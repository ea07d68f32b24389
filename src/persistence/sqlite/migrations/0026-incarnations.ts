/** The lives of the file. An existing file is in its first one. */
export const incarnationsMigration = {
  name: 'incarnations',
  sql: `
CREATE TABLE incarnations (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL,
  since INTEGER,
  phase TEXT,
  reviewed INTEGER NOT NULL,
  reconciled_at INTEGER
);
INSERT INTO incarnations (number, id, at, reviewed)
  VALUES (1, 'inc_' || hex(randomblob(13)), unixepoch() * 1000, 0);
`,
} as const;
