/**
 * Entries of do-not-contact lists for one campaign, with an end, a source and an origin. The key of the table has the
 * campaign last, so that one search finds the entries of an address on all lists of a client. Also the starts of the
 * latest attempts of persons, for the caps of 24 hours and seven days.
 */
export const suppressionListsMigration = {
  name: 'suppression-lists',
  sql: `
ALTER TABLE suppressions RENAME TO former_suppressions;
CREATE TABLE suppressions (
  client TEXT NOT NULL,
  address TEXT NOT NULL,
  campaign TEXT NOT NULL,
  reason TEXT NOT NULL,
  source TEXT NOT NULL,
  origin TEXT,
  by TEXT NOT NULL,
  at INTEGER NOT NULL,
  expires_at INTEGER,
  PRIMARY KEY (client, address, campaign)
) WITHOUT ROWID;
INSERT INTO suppressions (client, address, campaign, reason, source, by, at)
  SELECT client, address, '', reason,
    CASE WHEN by LIKE 'attempt:%' THEN 'touch' WHEN by LIKE 'import:%' THEN 'contacts' ELSE 'api' END, by, at
  FROM former_suppressions ORDER BY client, address;
DROP TABLE former_suppressions;
CREATE INDEX suppressions_of_campaign ON suppressions (client, campaign, address) WHERE campaign > '';

ALTER TABLE persons ADD COLUMN recent TEXT;
`,
} as const;
