/**
 * Figures over time: one row for each campaign and five minutes. Its key is the business time at which the five
 * minutes begin.
 */
export const seriesMigration = {
  name: 'series',
  sql: `
CREATE TABLE series (
  campaign INTEGER NOT NULL,
  at INTEGER NOT NULL,
  placed INTEGER NOT NULL,
  ended TEXT NOT NULL,
  contacts_ended INTEGER NOT NULL,
  open INTEGER,
  PRIMARY KEY (campaign, at)
) WITHOUT ROWID;
`,
} as const;
