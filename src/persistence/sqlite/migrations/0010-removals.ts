/** Campaigns that were removed and still have rows to delete, by number. */
export const removalsMigration = {
  name: 'removals',
  sql: 'CREATE TABLE removals (campaign INTEGER PRIMARY KEY);',
} as const;
