import type { Person } from '../../../domain/contact/person.ts';
import type { Reach } from '../../../domain/contact/reach.ts';

/** Persons, and the addresses that lead to them. Turns change persons; imports make and join them: see `Newcomer`. */
export type PersonStore = {
  /** By the id asked for; the id of a person that was joined leads to the survivor. Unknown ids are left out. */
  readPersons: (ids: readonly string[]) => Promise<ReadonlyMap<string, Person>>;
  /** Where contacts can be reached, and which of their keys (`keysOf`) are suppressed for the client of the campaign. */
  readReach: (input: {
    campaign: string;
    positions: readonly number[];
  }) => Promise<readonly ({ position: number } & Reach)[]>;
};
