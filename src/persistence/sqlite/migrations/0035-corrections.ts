/** How operators corrected the ends of attempts, as JSON. */
export const correctionsMigration = {
  name: 'corrections',
  sql: `
ALTER TABLE attempts ADD COLUMN correction TEXT;
`,
} as const;
