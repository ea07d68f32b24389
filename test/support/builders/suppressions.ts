import type { SuppressedKey } from '../../../src/domain/contact/opt-out.ts';
import { lasting } from '../../../src/domain/do-not-contact/suppression.ts';
import type { Suppression } from '../../../src/domain/do-not-contact/suppression.ts';

/** An entry of a do-not-contact list. Default: of the client `default`, without an end, added by an operator. */
export function suppressionOf(fields: Partial<Suppression> & Pick<Suppression, 'address'>): Suppression {
  const { address } = fields;
  const entry = {
    client: 'default',
    address,
    reason: 'asked',
    source: 'operator',
    by: 'key:ops',
    at: 1,
  } as const;
  return { ...lasting(entry), ...fields };
}

/** The reason of the first entry of each key. */
export function firstReasons(
  suppressed: ReadonlyMap<string, readonly SuppressedKey[]>,
): Record<string, string> {
  return Object.fromEntries([...suppressed].map(([key, [first]]) => [key, first?.reason ?? '']));
}
