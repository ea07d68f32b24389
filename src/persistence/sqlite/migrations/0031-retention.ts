/**
 * Retention. `contacts_since`: when the campaign ended; the largest number until then, and null when its contacts are erased.
 * `events_since`: when an ended campaign was changed last; null when its log is removed. `cut_seq`: its log begins here.
 */
export const retentionMigration = {
  name: 'retention',
  sql: `
ALTER TABLE campaigns ADD COLUMN contacts_since INTEGER DEFAULT ${Number.MAX_SAFE_INTEGER};
ALTER TABLE campaigns ADD COLUMN events_since INTEGER;
ALTER TABLE campaigns ADD COLUMN cut_seq INTEGER NOT NULL DEFAULT 0;
UPDATE campaigns SET contacts_since = updated_at, events_since = updated_at
  WHERE state IN ('cancelled', 'completed', 'failed', 'archived');
CREATE INDEX campaigns_with_contacts ON campaigns (client, contacts_since, id) WHERE contacts_since IS NOT NULL;
CREATE INDEX campaigns_with_events ON campaigns (client, events_since, id) WHERE events_since IS NOT NULL;
ALTER TABLE requests ADD COLUMN client TEXT;
DROP INDEX requests_by_age;
CREATE INDEX requests_by_client ON requests (client, at);
`,
} as const;
