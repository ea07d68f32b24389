import type { Newcomer } from '../../../src/persistence/contract/store.ts';

/** Who is one person, worked out from the keys of the contacts that were added. */
export type PersonBook = {
  add: (client: string, contact: Newcomer['contact']) => void;
  /** The name of the person behind a key: the same for all keys of a person, and another after a join. */
  personOf: (client: string, key: string) => string;
  isOne: (client: string, left: string, right: string) => boolean;
};

/** Keys lead to other keys of the same person; the last one in a row of them names the person. */
export function createPersonBook(): PersonBook {
  const next = new Map<string, string>();
  const last = (key: string): string => {
    const known = next.get(key);
    return known === undefined ? key : last(known);
  };
  const named = (client: string, key: string): string => `${client} ${key}`;
  const personOf: PersonBook['personOf'] = (client, key) => last(named(client, key));
  return {
    add(client, { addresses, externalId }) {
      const keys = [
        ...addresses.map(({ address }) => address),
        ...(externalId === null ? [] : [`id:${externalId}`]),
      ];
      const [first, ...others] = keys.map((key) => personOf(client, key));
      for (const other of others) {
        const into = last(first ?? other);
        const from = last(other);
        if (from !== into) next.set(from, into);
      }
    },
    personOf,
    isOne: (client, left, right) => personOf(client, left) === personOf(client, right),
  };
}
