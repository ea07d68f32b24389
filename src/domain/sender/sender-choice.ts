/**
 * How the sender of a touch is chosen among several. `rotate`: the one that was not used for the longest time. `local`: of
 * those nearest to the recipient the one that was not used for the longest time. `random`: any.
 */
export const senderOrders = ['rotate', 'local', 'random'] as const;
export type SenderOrder = (typeof senderOrders)[number];

/** The senders that a step may use: those of a pool, or these addresses. Exactly one of both is not null. */
export type SenderChoice = {
  /** A tag of the client's senders. */
  pool: string | null;
  addresses: readonly string[] | null;
  choose: SenderOrder;
  /**
   * Whether a contact keeps the sender that has reached it, while that one may be used. `used`: it keeps the sender of its last
   * attempt, and waits until that one has a free slot, so that a conversation has one sender.
   */
  sticky: boolean | 'used';
  /** `other`: a contact gets a sender that it did not get before, while there is one. */
  retry: 'any' | 'other';
};

/** Returns the choice of a step with one sender. */
export function onlySender(address: string): SenderChoice {
  return { pool: null, addresses: [address], choose: 'rotate', sticky: false, retry: 'any' };
}

/** Returns the only address of a choice; null if it has a pool or several addresses. */
export function soleAddress({ addresses }: Pick<SenderChoice, 'addresses'>): string | null {
  const [address = null, ...others] = addresses ?? [];
  return others.length === 0 ? address : null;
}

/** Returns a choice in words: its pool, or its addresses. */
export function choiceInWords({ pool, addresses }: Pick<SenderChoice, 'pool' | 'addresses'>): string {
  if (pool !== null) return `the pool "${pool}"`;
  const all = addresses ?? [];
  return all.length > 3 ? `${all.slice(0, 3).join(', ')} and ${all.length - 3} more` : all.join(', ');
}
