/** What a touch is addressed to. */
export type AddressKind = 'phone' | 'email' | 'linkedin';

/** One normalised address of a contact. `extension`: the digits to press once a phone number is answered. */
export type ContactAddress = { kind: AddressKind; address: string; extension: string | null };
