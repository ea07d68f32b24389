import type { Contact, ContactPhone } from '../../../domain/contact/contact.ts';
import type { Row } from '../connection/connection.ts';
import { integer, json, nullable, text } from './columns/column.ts';
import { declareTable } from './columns/table.ts';

/** Numbers with their extensions. */
type PhonePairs = readonly (readonly [phone: string, extension: string | null])[];

/** A contact as it is stored: `phones` is null for the usual one, who has one number without an extension, or none. */
type StoredContact = Omit<Contact, 'phones'> & { phones: PhonePairs | null };

export const contacts = declareTable<StoredContact>({
  table: 'contacts',
  own: { key: integer(), campaign: integer(), identity: text({ personal: 'address' }) },
  fields: {
    id: text({ personal: null }),
    row: integer(),
    name: nullable(text({ personal: 'name' })),
    phone: nullable(text({ personal: 'address' })),
    email: nullable(text({ personal: 'address' })),
    externalId: nullable(text({ personal: 'identifier' })),
    timeZone: nullable(text({ personal: null })),
    variables: json({ personal: 'content' }),
    phones: nullable(json({ personal: 'address' })),
  },
});

/** Where a contact is found by a number that is not its first. */
export const contactPhones = declareTable<{ campaign: number; phone: string; key: number }>({
  table: 'contact_phones',
  fields: { campaign: integer(), phone: text({ personal: 'address' }), key: integer() },
});

/** What says how to reach a contact, and how do-not-contact lists may name it. */
export const reachFields = contacts.pick('phone', 'phones', 'email', 'externalId');

export function storedContact({ phones, ...contact }: Contact): StoredContact {
  const [first] = phones;
  const isUsual =
    first === undefined || (phones.length === 1 && first.phone === contact.phone && first.extension === null);
  const pairs = phones.map(({ phone, extension }) => [phone, extension] as const);
  return { ...contact, phones: isUsual ? null : pairs };
}

export function contactFrom(row: Row): Contact {
  const { phones, ...contact } = contacts.read(row);
  return { ...contact, phones: phonesFrom(contact.phone, phones) };
}

/** What identifies a contact to do-not-contact lists, from a row of `reachFields`. */
export function keysFrom(row: Row): Pick<Contact, 'phones' | 'email' | 'externalId'> {
  const { phone, phones, email, externalId } = reachFields.read(row);
  return { phones: phonesFrom(phone, phones), email, externalId };
}

function phonesFrom(phone: string | null, pairs: PhonePairs | null): readonly ContactPhone[] {
  if (pairs) return pairs.map(([number, extension]) => ({ phone: number, extension }));
  return phone === null ? [] : [{ phone, extension: null }];
}
