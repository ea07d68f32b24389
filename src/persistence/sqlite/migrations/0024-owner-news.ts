/**
 * The tables and indexes that an instance reads each second: campaigns by owner, news for owners about commits of
 * other instances, and a revision of settings and emergency stops.
 */
export const ownerNewsMigration = {
  name: 'owner news',
  sql: `
CREATE INDEX campaigns_by_owner ON campaigns (state, owner);
CREATE TABLE owner_notes (
  campaign TEXT PRIMARY KEY,
  rev INTEGER NOT NULL,
  seq INTEGER NOT NULL
) WITHOUT ROWID;
ALTER TABLE clients ADD COLUMN rev INTEGER NOT NULL DEFAULT 0;
CREATE INDEX clients_by_rev ON clients (rev);
CREATE TABLE setting_revision (last INTEGER NOT NULL);
INSERT INTO setting_revision (last) VALUES (0);
`,
} as const;
