import { keyKind } from '../../domain/contact/opt-out.ts';
import type { SuppressedKey } from '../../domain/contact/opt-out.ts';
import { barOf } from '../../domain/contact/reach.ts';
import { appliesTo, isInForce } from '../../domain/do-not-contact/suppression.ts';
import type { Suppression, SuppressionList } from '../../domain/do-not-contact/suppression.ts';
import type { Turn } from '../contract/store.ts';

/** Returns the entries in force that have a key. */
export type MarksFor = (key: string) => readonly SuppressedKey[];

/** The mark of an entry. `key`: the key that was asked for; the entry may have only its hash. */
export function markOf({ reason, expiresAt }: Suppression, key: string): SuppressedKey {
  return { key, reason, until: expiresAt };
}

/** Returns whether a contact with these keys must not be contacted at one of its addresses. */
export function isBarred({
  address,
  keys,
  marksFor,
}: {
  address: string;
  keys: readonly string[];
  marksFor: MarksFor;
}): boolean {
  const marks = [...new Set([address, ...keys])].flatMap(marksFor);
  const kind = keyKind(address);
  return barOf({ marks, kind: kind === 'id' ? 'phone' : kind, address }) !== null;
}

/** The list of a turn's campaign. */
export function listOf({ record: { client, id } }: Pick<Turn, 'record'>): SuppressionList {
  return { client, campaign: id };
}

/** Returns the marks of the suppressions of a turn that apply to its campaign, by address. */
export function marksPutBy(turn: Pick<Turn, 'record' | 'suppressions'>): Map<string, SuppressedKey[]> {
  const own = new Map<string, SuppressedKey[]>();
  for (const entry of turn.suppressions) {
    if (!appliesTo(entry, listOf(turn)) || !isInForce(entry, turn.record.updatedAt)) continue;
    own.set(entry.address, [...(own.get(entry.address) ?? []), markOf(entry, entry.address)]);
  }
  return own;
}
