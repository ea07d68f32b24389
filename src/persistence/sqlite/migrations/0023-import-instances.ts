/** An import names the instance that receives its upload. It is closed once that instance is dead. */
export const importInstancesMigration = {
  name: 'import instances',
  sql: `
ALTER TABLE imports ADD COLUMN instance TEXT;
CREATE INDEX imports_open ON imports (state) WHERE state = 'open';
`,
} as const;
