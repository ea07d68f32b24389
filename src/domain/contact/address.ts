/** The kinds of addresses of touches. */
export type AddressKind = 'phone' | 'email' | 'linkedin';

/**
 * One normalised address of a contact: a phone number in E.164, an email address in lower case, or the URL of a LinkedIn
 * profile. `extension`: the digits to press once a phone number is answered.
 */
export type ContactAddress = { kind: AddressKind; address: string; extension: string | null };

export function phoneAddress(phone: string, extension: string | null = null): ContactAddress {
  return { kind: 'phone', address: phone, extension };
}

export function emailAddress(email: string): ContactAddress {
  return { kind: 'email', address: email, extension: null };
}

export function linkedinAddress(url: string): ContactAddress {
  return { kind: 'linkedin', address: url, extension: null };
}

/** The addresses of one kind, in the order in which they are tried. */
export function addressesOfKind(addresses: readonly ContactAddress[], kind: AddressKind): ContactAddress[] {
  return addresses.filter((one) => one.kind === kind);
}

/** The first address of a kind, or null. */
export function firstAddress(addresses: readonly ContactAddress[], kind: AddressKind): string | null {
  return addresses.find((one) => one.kind === kind)?.address ?? null;
}
