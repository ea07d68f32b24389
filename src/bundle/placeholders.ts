import type { AddressKind, ContactAddress } from '../domain/contact/address.ts';

/** Addresses that exist nowhere. No country has the code 999, and `.invalid` is reserved. */
const placeholders: Readonly<Record<AddressKind, (position: number) => string>> = {
  phone: (position) => `+999${String(position).padStart(9, '0')}`,
  email: (position) => `contact-${position}@bundle.invalid`,
  linkedin: (position) => `https://www.linkedin.com/in/bundle-contact-${position}`,
};

/** Returns the address that stands in place of that of a contact. */
export function addressAt(position: number, kind: AddressKind): string {
  return placeholders[kind](position);
}

/** Returns one address of each kind. */
export function addressesAt(position: number, kinds: readonly AddressKind[]): ContactAddress[] {
  return kinds.map((kind) => ({ kind, address: addressAt(position, kind), extension: null }));
}
