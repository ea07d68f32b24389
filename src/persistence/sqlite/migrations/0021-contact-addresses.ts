/**
 * Contacts have addresses beside phone numbers and one email: `contacts.others` is JSON, null without any. The table that
 * found further phone numbers finds every further address.
 */
export const contactAddressesMigration = {
  name: 'contact addresses',
  sql: `
ALTER TABLE contacts ADD COLUMN others TEXT;
ALTER TABLE contact_phones RENAME TO contact_addresses;
ALTER TABLE contact_addresses RENAME COLUMN phone TO address;
`,
} as const;
