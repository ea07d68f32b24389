/** The form of a CSV list, as JSON, so that its results have the same form; null for imports of earlier versions. */
export const importFormsMigration = {
  name: 'import forms',
  sql: 'ALTER TABLE imports ADD COLUMN form TEXT;',
} as const;
