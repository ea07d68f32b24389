/** The hash that links each chunk of a campaign's log to the one before; null in chunks of earlier versions. */
export const logHashesMigration = {
  name: 'log hashes',
  sql: 'ALTER TABLE event_batches ADD COLUMN hash TEXT;',
} as const;
