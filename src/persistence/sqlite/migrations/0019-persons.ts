/**
 * Splits parties: persons get the open attempts, counts and opt-outs, and parties only say to which person an address
 * belongs. Each party becomes a person. The other keys of contacts lead to the person of the first contact that has
 * them. Contacts that an earlier version stored as two persons stay two until an import joins them.
 */
export const personsMigration = {
  name: 'persons',
  sql: `
CREATE TABLE persons (
  id INTEGER PRIMARY KEY,
  client TEXT NOT NULL,
  rev INTEGER NOT NULL,
  open_attempts TEXT,
  days TEXT,
  last_touch TEXT,
  opt_out TEXT,
  merged_into INTEGER,
  room BLOB
);
INSERT INTO persons (id, client, rev, open_attempts, days, opt_out)
  SELECT id, client, rev, open_attempt, 'voice ' || day || ' ' || day_count,
    CASE WHEN suppressed IN ('opt-out', 'opted-out') THEN suppressed END
  FROM parties;

ALTER TABLE parties RENAME TO former_parties;
CREATE TABLE parties (
  address TEXT NOT NULL,
  client TEXT NOT NULL,
  person INTEGER NOT NULL,
  PRIMARY KEY (address, client)
) WITHOUT ROWID;
INSERT INTO parties (address, client, person) SELECT address, client, id FROM former_parties ORDER BY address, client;
DROP TABLE former_parties;

INSERT OR IGNORE INTO parties (address, client, person)
  SELECT keys.address, campaigns.client, enrollments.party
  FROM (
    SELECT key, campaign, 'id:' || external_id AS address FROM contacts WHERE external_id IS NOT NULL
    UNION ALL
    SELECT contacts.key, contacts.campaign, json_extract(value, '$[0]') || coalesce(';ext=' || json_extract(value, '$[1]'), '')
    FROM contacts, json_each(contacts.phones) WHERE contacts.phones IS NOT NULL
    UNION ALL
    SELECT key, campaign, email FROM contacts
    WHERE email IS NOT NULL AND substr(email, 1, instr(email, '@') - 1) NOT IN (
      'accounts', 'admin', 'billing', 'bookings', 'buero', 'contact', 'donotreply', 'enquiries', 'hello', 'help',
      'helpdesk', 'hr', 'info', 'inquiries', 'jobs', 'kontakt', 'mail', 'marketing', 'no-reply', 'noreply', 'office',
      'orders', 'post', 'postmaster', 'press', 'reception', 'sales', 'service', 'support', 'team', 'webmaster')
  ) AS keys
  JOIN campaigns ON campaigns.number = keys.campaign
  JOIN enrollments ON enrollments.key = keys.key
  ORDER BY keys.key;

UPDATE persons SET opt_out = marked.reason
  FROM (
    SELECT parties.person AS person, min(suppressions.reason) AS reason
    FROM suppressions JOIN parties ON parties.address = suppressions.address AND suppressions.client IN (parties.client, '*')
    WHERE suppressions.reason IN ('opt-out', 'opted-out')
    GROUP BY parties.person
  ) AS marked
  WHERE marked.person = persons.id AND opt_out IS NULL;

ALTER TABLE enrollments RENAME COLUMN party TO person;
ALTER TABLE enrollments DROP COLUMN address;
`,
} as const;
