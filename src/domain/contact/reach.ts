import type { AddressKind, ContactAddress } from './address.ts';
import { nextLine, tried } from './lines.ts';
import type { Lines } from './lines.ts';
import { barsKind } from './opt-out.ts';
import type { OptOutMark } from './opt-out.ts';

/** The addresses of a contact and their suppressions. */
export type Reach = {
  /** In the order in which they are tried. */
  addresses: readonly ContactAddress[];
  /** The keys of the contact that are on a do-not-contact list. */
  marks: readonly OptOutMark[];
  /** Where a contact with several addresses stands; null, or missing, for the first address. */
  lines?: Lines | null;
};

/** The result of choosing among the addresses of one kind: the one to use, none, or only suppressed ones. */
export type Way =
  | { type: 'address'; address: string; lines: Lines | null }
  | { type: 'none' }
  | { type: 'barred'; reason: string };

/**
 * Chooses the address of a kind for the next attempt: of those that exist and may be contacted the first one, or the next one
 * after `perNumber` attempts. `lines`: where the contact stands with this attempt.
 */
export function wayTo(
  { addresses, marks, lines = null }: Reach,
  kind: AddressKind,
  perNumber: number = Number.POSITIVE_INFINITY,
): Way {
  let reason: string | null = null;
  let count = 0;
  const usable: number[] = [];
  for (const [index, one] of addresses.entries()) {
    if (one.kind !== kind) continue;
    count += 1;
    const bar = barOf({ marks, kind, address: one.address });
    reason ??= bar;
    if (bar === null && !lines?.dead.includes(index)) usable.push(index);
  }
  if (usable.length === 0) return reason === null ? { type: 'none' } : { type: 'barred', reason };
  const at = nextLine({ usable, lines, most: perNumber });
  const others = usable.length - 1;
  return {
    type: 'address',
    address: addresses[at]?.address ?? '',
    lines: tried({ lines, at, count, others }),
  };
}

/** Why an address of a contact must not be contacted, or null. */
export function barOf({
  marks,
  kind,
  address,
}: Pick<Reach, 'marks'> & Pick<ContactAddress, 'kind' | 'address'>): string | null {
  return marks.find((mark) => mark.key === address || barsKind(mark, kind))?.reason ?? null;
}
