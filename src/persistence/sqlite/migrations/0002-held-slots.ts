/** Who holds slots at the moment, so that those of campaigns that have ended are found without looking at all of them. */
export const heldSlotsMigration = {
  name: 'held slots',
  sql: `
CREATE INDEX limit_holdings_held ON limit_holdings (campaign, held) WHERE held > 0;
`,
} as const;
