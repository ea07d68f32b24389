/**
 * Where a contact with several addresses of a kind stands. Null stands for the first address, which is all that most contacts
 * have. Numbers are indexes in the addresses of the contact.
 */
export type Lines = {
  /** The address of the last attempt; null before the first attempt of the step. */
  at: number | null;
  /** The attempts of the step at it. */
  tries: number;
  /** The number of other addresses of its kind that may be contacted, as known at the last attempt. */
  others: number;
  /** Addresses that do not exist. */
  dead: readonly number[];
};

/** Chooses among the usable addresses: that of the last attempt, or the next one, in turn, once that has had `most` tries. */
export function nextLine({
  usable,
  lines,
  most,
}: {
  /** In order; at least one. */
  usable: readonly number[];
  lines: Lines | null;
  /** The attempts of an address before the next one is tried. */
  most: number;
}): number {
  const [first = 0] = usable;
  const at = lines?.at ?? null;
  if (lines === null || at === null) return first;
  if (usable.includes(at) && lines.tries < most) return at;
  return usable.find((index) => index > at) ?? first;
}

/** The lines with one more attempt at an address. Null if the contact has no other address of the kind. */
export function tried({
  lines,
  at,
  count,
  others,
}: {
  lines: Lines | null;
  at: number;
  /** The number of addresses of the kind, also those that may not be contacted. */
  count: number;
  others: number;
}): Lines | null {
  if (count < 2) return null;
  const tries = (lines?.at === at ? lines.tries : 0) + 1;
  return { at, tries, others, dead: lines?.dead ?? [] };
}

/** The lines after an attempt that was not sent or does not count. */
export function untried(lines: Lines | null): Lines | null {
  return lines && { ...lines, tries: Math.max(0, lines.tries - 1) };
}

/** The lines after it is known whether the address of the last attempt exists. */
export function withDead(lines: Lines | null, isDead: boolean): Lines | null {
  if (lines?.at === undefined || lines.at === null || lines.dead.includes(lines.at) === isDead) return lines;
  const { at } = lines;
  const dead = isDead
    ? [...lines.dead, at].sort((left, right) => left - right)
    : lines.dead.filter((one) => one !== at);
  return { ...lines, dead };
}

/** The lines at the beginning of the next step: addresses that do not exist stay out. */
export function atNextStep(lines: Lines | null): Lines | null {
  return lines && lines.dead.length > 0 ? { at: null, tries: 0, others: 0, dead: lines.dead } : null;
}
