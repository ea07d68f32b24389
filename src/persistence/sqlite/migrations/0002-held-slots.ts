/**
 * An index on the campaigns that hold slots now. It finds the slots of campaigns that have ended without reading all
 * rows.
 */
export const heldSlotsMigration = {
  name: 'held slots',
  sql: `
CREATE INDEX limit_holdings_held ON limit_holdings (campaign, held) WHERE held > 0;
`,
} as const;
