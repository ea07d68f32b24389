import {
  addressesOfKind,
  emailAddress,
  firstAddress,
  phoneAddress,
} from '../../../../domain/contact/address.ts';
import type { AddressKind, ContactAddress } from '../../../../domain/contact/address.ts';
import type { Contact, ContactKeys } from '../../../../domain/contact/contact.ts';
import type { Row } from '../../connection/connection.ts';
import { integer, json, nullable, text } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

/** Numbers with their extensions. */
type PhonePairs = readonly (readonly [phone: string, extension: string | null])[];
type OtherPairs = readonly (readonly [kind: AddressKind, address: string])[];

/** The addresses of a contact in their stored form. */
type StoredAddresses = {
  phone: string | null;
  /** All numbers; null for a contact with no number, or with one number without an extension, as most have. */
  phones: PhonePairs | null;
  email: string | null;
  /** All addresses except the numbers and the first email address; null if there are none. */
  others: OtherPairs | null;
};
type StoredContact = Omit<Contact, 'addresses'> & StoredAddresses;

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
    others: nullable(json({ personal: 'address' })),
  },
});

/**
 * The other addresses of contacts: all except the first number and the first email address. Contacts are found by
 * them.
 */
export const contactAddresses = declareTable<{ campaign: number; address: string; key: number }>({
  table: 'contact_addresses',
  fields: { campaign: integer(), address: text({ personal: 'address' }), key: integer() },
});

/** The columns with the addresses of a contact and the keys that do-not-contact lists use. */
export const reachFields = contacts.pick('phone', 'phones', 'email', 'others', 'externalId');

export function storedContact({ addresses, ...contact }: Contact): StoredContact {
  const numbers = addressesOfKind(addresses, 'phone');
  const [first] = numbers;
  const isUsual = first === undefined || (numbers.length === 1 && first.extension === null);
  const email = firstAddress(addresses, 'email');
  const others = addresses.filter(({ kind, address }) => kind !== 'phone' && address !== email);
  return {
    ...contact,
    phone: first?.address ?? null,
    phones: isUsual ? null : numbers.map(({ address, extension }) => [address, extension] as const),
    email,
    others: others.length === 0 ? null : others.map(({ kind, address }) => [kind, address] as const),
  };
}

export function contactFrom(row: Row): Contact {
  return contactOf(contacts.read(row));
}

export function contactOf(stored: StoredContact): Contact {
  const { id, row: number, name, externalId, timeZone, variables } = stored;
  return { id, row: number, name, addresses: addressesFrom(stored), externalId, timeZone, variables };
}

/** Returns the keys of a contact for do-not-contact lists, from a row of `reachFields`. */
export function keysFrom(row: Row): ContactKeys {
  const stored = reachFields.read(row);
  return { addresses: addressesFrom(stored), externalId: stored.externalId };
}

/** Returns the addresses of a contact that are stored in `contactAddresses`. */
export function furtherAddresses(addresses: readonly ContactAddress[]): string[] {
  const firsts = [firstAddress(addresses, 'phone'), firstAddress(addresses, 'email')];
  return addresses.map(({ address }) => address).filter((address) => !firsts.includes(address));
}

function addressesFrom({ phone, phones, email, others }: StoredAddresses): ContactAddress[] {
  const addresses: ContactAddress[] = [];
  if (phones) for (const [number, extension] of phones) addresses.push(phoneAddress(number, extension));
  else if (phone !== null) addresses.push(phoneAddress(phone));
  if (email !== null) addresses.push(emailAddress(email));
  for (const [kind, address] of others ?? []) addresses.push({ kind, address, extension: null });
  return addresses;
}
