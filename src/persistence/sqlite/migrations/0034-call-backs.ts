/** The times at which contacts asked to be called: in an enrollment, and in the attempt that is the call-back. */
export const callBacksMigration = {
  name: 'call-backs',
  sql: `
ALTER TABLE enrollments ADD COLUMN call_back_at INTEGER;
ALTER TABLE attempts ADD COLUMN call_back_at INTEGER;
`,
} as const;
