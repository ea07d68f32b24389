/** A name alone says whose campaign it may be, so that whoever sees all clients need not say the client. */
export const campaignNamesMigration = {
  name: 'campaign names',
  sql: `
CREATE INDEX campaigns_by_name ON campaigns (name, client);
`,
} as const;
