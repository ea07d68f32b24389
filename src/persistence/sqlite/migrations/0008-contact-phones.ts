/**
 * Contacts have several phone numbers: `contacts.phones` is JSON; null if the only number is `phone`, without an
 * extension. The new table finds contacts by their other numbers; most lists have none. Imports count their opt-outs.
 */
export const contactPhonesMigration = {
  name: 'contact phones',
  sql: `
ALTER TABLE contacts ADD COLUMN phones TEXT;

CREATE TABLE contact_phones (
  campaign INTEGER NOT NULL,
  phone TEXT NOT NULL,
  key INTEGER NOT NULL,
  PRIMARY KEY (campaign, phone, key)
) WITHOUT ROWID;

ALTER TABLE imports ADD COLUMN opted_out INTEGER NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN addresses_suppressed INTEGER NOT NULL DEFAULT 0;
`,
} as const;
