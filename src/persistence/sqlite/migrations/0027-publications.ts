/** How far the log of each campaign is published. The index has only campaigns with unpublished events. */
export const publicationsMigration = {
  name: 'publications',
  sql: `
ALTER TABLE campaigns ADD COLUMN published INTEGER NOT NULL DEFAULT 0;
CREATE INDEX campaigns_unpublished ON campaigns (id) WHERE published < seq;
`,
} as const;
