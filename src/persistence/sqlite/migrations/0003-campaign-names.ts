/** An index on names of campaigns, so that a caller with access to all clients need not name the client. */
export const campaignNamesMigration = {
  name: 'campaign names',
  sql: `
CREATE INDEX campaigns_by_name ON campaigns (name, client);
`,
} as const;
