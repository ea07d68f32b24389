/** Enrollments that are observed after their last step have a deadline as well. */
export const observingMigration = {
  name: 'observing',
  sql: `
DROP INDEX enrollments_overdue;
CREATE INDEX enrollments_overdue ON enrollments (campaign, deadline_at)
  WHERE deadline_at IS NOT NULL AND state IN (0, 1, 2, 4, 5, 15);
`,
} as const;
