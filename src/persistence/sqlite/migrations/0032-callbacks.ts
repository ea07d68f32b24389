/** The callbacks of the provider about an attempt, as JSON. */
export const callbacksMigration = {
  name: 'callbacks',
  sql: `
ALTER TABLE attempts ADD COLUMN callbacks TEXT;
`,
} as const;
