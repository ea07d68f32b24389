/**
 * Contacts have addresses besides phone numbers and one email: `contacts.others` is JSON; null if there are none. The
 * table that finds contacts by their other phone numbers now finds them by every other address.
 */
export const contactAddressesMigration = {
  name: 'contact addresses',
  sql: `
ALTER TABLE contacts ADD COLUMN others TEXT;
ALTER TABLE contact_phones RENAME TO contact_addresses;
ALTER TABLE contact_addresses RENAME COLUMN phone TO address;
`,
} as const;
