/** How a CSV list was written, as JSON, so that its results are written the same way; null for imports of earlier versions. */
export const importFormsMigration = {
  name: 'import forms',
  sql: 'ALTER TABLE imports ADD COLUMN form TEXT;',
} as const;
