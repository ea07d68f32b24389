import { createHmac, randomBytes } from 'node:crypto';

/**
 * A key with which addresses of erased persons are hashed. It is stored in the store itself, so it is in every backup and
 * cannot be lost without the suppressions. A later key is used for new hashes; an earlier one stays as long as a hash uses
 * it, because a hash cannot be made again without the address.
 */
export type HashKey = { number: number; secret: string; at: number };

const prefix = 'hash:';
const secretBytes = 32;
/** New hashes use a new key after this time. */
const renewAfterMs = 365 * 86_400_000;

/** The range in which the addresses of hashed suppressions are. */
export const hashedRange = { first: prefix, last: 'hash;' } as const;

export function isHashed(address: string): boolean {
  return address.startsWith(prefix);
}

/** Returns what stands for an address on the do-not-contact list of a client (`*`: of every client). */
export function hashedAddress(
  { number, secret }: HashKey,
  { client, address }: { client: string; address: string },
): string {
  const hash = createHmac('sha256', secret).update(`${client} ${address}`).digest('base64url');
  return `${prefix}${number}:${hash}`;
}

/** Returns the key for new hashes, and whether it is new and must be stored. */
export function hashKeyFor(keys: readonly HashKey[], at: number): { key: HashKey; isNew: boolean } {
  const last = keys.toSorted((left, right) => left.number - right.number).at(-1);
  if (last && at - last.at < renewAfterMs) return { key: last, isNew: false };
  const secret = randomBytes(secretBytes).toString('base64url');
  return { key: { number: (last?.number ?? 0) + 1, secret, at }, isNew: true };
}
