import type { Person } from '../../../domain/contact/person.ts';
import type { Reach } from '../../../domain/contact/reach.ts';

/**
 * Reads persons, and the addresses that belong to them. Turns change persons. Imports create and join them: see
 * `Newcomer`.
 */
export type PersonStore = {
  /**
   * Returns the persons with these ids, keyed by the id asked for. The id of a person that was joined into another one
   * returns that other person. Unknown ids are skipped.
   */
  readPersons: (ids: readonly string[]) => Promise<ReadonlyMap<string, Person>>;
  /** Returns the person of an address or external id (`id:…`) of a client; null if it is not known. */
  findPerson: (input: { client: string; address: string }) => Promise<Person | null>;
  /**
   * Returns the addresses of contacts, which of their keys (`keysOf`) are suppressed for the campaign at an instant, and for
   * which channels a key has a consent then.
   */
  readReach: (input: {
    campaign: string;
    positions: readonly number[];
    at: number;
  }) => Promise<readonly ({ position: number } & Reach)[]>;
};
