/** Which of several addresses of a contact is tried, as JSON. */
export const linesMigration = {
  name: 'lines',
  sql: `
ALTER TABLE enrollments ADD COLUMN lines TEXT;
`,
} as const;
