import type { AddressKind, ContactAddress } from './address.ts';
import { nextLine, tried } from './lines.ts';
import type { Lines } from './lines.ts';
import { barsKind } from './opt-out.ts';
import type { SuppressedKey } from './opt-out.ts';

/** The addresses of a contact, their suppressions and the consents of the person. */
export type Reach = {
  /** In the order in which they are tried. */
  addresses: readonly ContactAddress[];
  /** The entries of do-not-contact lists that have a key of the contact. A key may be on several lists. */
  marks: readonly SuppressedKey[];
  /** The channels for which the person has a consent. */
  consented: readonly string[];
  /** Where a contact with several addresses stands; null, or missing, for the first address. */
  lines?: Lines | null;
};

/** Why an address must not be contacted, and until which instant; null if the bar has no end. */
export type Bar = { reason: string; until: number | null };

/** The result of choosing among the addresses of one kind: the one to use, none, or only suppressed ones. */
export type Way =
  | { type: 'address'; address: string; lines: Lines | null }
  | { type: 'none' }
  | ({ type: 'barred' } & Bar);

/**
 * Chooses the address of a kind for the next attempt: of those that exist and may be contacted the first one, or the next one
 * after `perNumber` attempts. Without one, the bar that ends first counts. `lines`: where the contact stands with this attempt.
 */
export function wayTo(
  { addresses, marks, lines = null }: Omit<Reach, 'consented'>,
  kind: AddressKind,
  perNumber: number = Number.POSITIVE_INFINITY,
): Way {
  let first: Bar | null = null;
  let count = 0;
  const usable: number[] = [];
  for (const [index, one] of addresses.entries()) {
    if (one.kind !== kind) continue;
    count += 1;
    const bar = barOf({ marks, kind, address: one.address });
    if (bar !== null && (first === null || endOf(bar) < endOf(first))) first = bar;
    if (bar === null && !lines?.dead.includes(index)) usable.push(index);
  }
  if (usable.length === 0) return first === null ? { type: 'none' } : { type: 'barred', ...first };
  const at = nextLine({ usable, lines, most: perNumber });
  const others = usable.length - 1;
  return {
    type: 'address',
    address: addresses[at]?.address ?? '',
    lines: tried({ lines, at, count, others }),
  };
}

/** Why an address of a contact must not be contacted, or null. Of several reasons the one that lasts longest counts. */
export function barOf({
  marks,
  kind,
  address,
}: Pick<Reach, 'marks'> & Pick<ContactAddress, 'kind' | 'address'>): Bar | null {
  let longest: Bar | null = null;
  for (const mark of marks) {
    if (mark.key !== address && !barsKind(mark, kind)) continue;
    if (longest === null || endOf(mark) > endOf(longest)) longest = mark;
  }
  return longest && { reason: longest.reason, until: longest.until };
}

/** The end of a bar as a number that can be compared. */
export function endOf({ until }: Pick<Bar, 'until'>): number {
  return until ?? Number.POSITIVE_INFINITY;
}
