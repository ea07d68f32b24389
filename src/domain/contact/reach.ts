import type { AddressKind, ContactAddress } from './address.ts';
import { barsKind } from './opt-out.ts';
import type { OptOutMark } from './opt-out.ts';

/** The addresses of a contact and their suppressions. */
export type Reach = {
  /** In the order in which they are tried. */
  addresses: readonly ContactAddress[];
  /** The keys of the contact that are on a do-not-contact list. */
  marks: readonly OptOutMark[];
};

/** The result of choosing among the addresses of one kind: the one to use, none, or only suppressed ones. */
export type Way =
  | { type: 'address'; address: string }
  | { type: 'none' }
  | { type: 'barred'; reason: string };

/** Chooses the first address of a kind that may be contacted. */
export function wayTo({ addresses, marks }: Reach, kind: AddressKind): Way {
  let reason: string | null = null;
  for (const one of addresses) {
    if (one.kind !== kind) continue;
    reason = barOf({ marks, kind, address: one.address });
    if (reason === null) return { type: 'address', address: one.address };
  }
  return reason === null ? { type: 'none' } : { type: 'barred', reason };
}

/** Why an address of a contact must not be contacted, or null. */
export function barOf({
  marks,
  kind,
  address,
}: Pick<Reach, 'marks'> & Pick<ContactAddress, 'kind' | 'address'>): string | null {
  return marks.find((mark) => mark.key === address || barsKind(mark, kind))?.reason ?? null;
}
