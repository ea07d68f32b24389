import type { Party } from '../../../domain/contact/party.ts';
import type { Person } from '../../../domain/contact/person.ts';
import type { Suppression } from '../../../domain/do-not-contact/suppression.ts';
import type { Consent } from '../../../domain/consent/consent.ts';
import type { HashKey } from '../../common/hashed-keys.ts';

/** `person`: the person to which the address led when it was first stored. */
export type PartyDoc = Omit<Party, 'person'> & { _id: string; person: number };
export type PersonDoc = Omit<Person, 'id' | 'recent'> & {
  _id: number;
  recent?: Person['recent'];
  /** Raised by a write that must conflict with every turn that mints for this person. */
  touches?: number;
};
export type ConsentDoc = Consent & { _id: string };
export type SuppressionDoc = Suppression & { _id: string };
/** `_id`: the number of the key. */
export type HashKeyDoc = Omit<HashKey, 'number'> & { _id: number };
