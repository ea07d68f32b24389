/** The changes of the owners of campaigns, and the last heartbeats of instances. */
export const takeoversMigration = {
  name: 'takeovers',
  sql: `
CREATE TABLE takeovers (
  campaign TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  at INTEGER NOT NULL,
  owner_before TEXT,
  owner_after TEXT,
  beat_at INTEGER,
  cause TEXT NOT NULL,
  PRIMARY KEY (campaign, epoch)
) WITHOUT ROWID;
CREATE INDEX takeovers_by_time ON takeovers (at DESC, campaign, epoch DESC);
ALTER TABLE instances ADD COLUMN beat_at INTEGER;
`,
} as const;
