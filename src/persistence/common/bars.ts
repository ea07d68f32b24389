import { keyKind } from '../../domain/contact/opt-out.ts';
import type { OptOutMark } from '../../domain/contact/opt-out.ts';
import { everyClient } from '../../domain/contact/party.ts';
import { barOf } from '../../domain/contact/reach.ts';
import type { Turn } from '../contract/store.ts';

/** The reason of the suppression of a key, or null if it is not suppressed. */
export type ReasonFor = (key: string) => string | null;

/** Returns the keys of a contact that are suppressed, with their reasons. */
export function marksOf(keys: readonly string[], reasonFor: ReasonFor): OptOutMark[] {
  return keys.flatMap((key) => {
    const reason = reasonFor(key);
    return reason === null ? [] : [{ key, reason }];
  });
}

/** Returns whether a contact with these keys must not be contacted at one of its addresses. */
export function isBarred({
  address,
  keys,
  reasonFor,
}: {
  address: string;
  keys: readonly string[];
  reasonFor: ReasonFor;
}): boolean {
  const marks = marksOf([...new Set([address, ...keys])], reasonFor);
  const kind = keyKind(address);
  return barOf({ marks, kind: kind === 'id' ? 'phone' : kind, address }) !== null;
}

/** Returns the reasons of the suppressions of a turn that apply to its client, by address. */
export function reasonsPutBy({
  record: { client },
  suppressions,
}: Pick<Turn, 'record' | 'suppressions'>): Map<string, string> {
  return new Map(
    suppressions
      .filter((one) => one.client === client || one.client === everyClient)
      .map(({ address, reason }) => [address, reason]),
  );
}
