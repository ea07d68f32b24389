/** The digest that proves that an import is continued with the same list; null for imports of earlier versions. */
export const importDigestsMigration = {
  name: 'import digests',
  sql: 'ALTER TABLE imports ADD COLUMN digest TEXT;',
} as const;
