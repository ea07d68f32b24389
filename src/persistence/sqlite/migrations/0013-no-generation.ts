/** Removes the generation of a due time, which nothing read: due rows are read in every turn. */
export const noGenerationMigration = {
  name: 'no-generation',
  sql: `
ALTER TABLE enrollments DROP COLUMN generation;
`,
} as const;
