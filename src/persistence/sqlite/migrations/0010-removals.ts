/** Campaigns that were removed and whose rows are not all deleted yet, by number. */
export const removalsMigration = {
  name: 'removals',
  sql: 'CREATE TABLE removals (campaign INTEGER PRIMARY KEY);',
} as const;
