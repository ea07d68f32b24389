import { everyClient } from '../contact/party.ts';
import type { Rate } from './rate.ts';
import { readRates } from './rate-table.ts';
import type { RateTable } from './rate-table.ts';

/** Finds the rate of an address at an instant; null if there is none. */
export type FindRate = (address: string, at: number) => Rate | null;

export const noRates: FindRate = () => null;

type Version = { validFrom: number; byPrefix: ReadonlyMap<string, Rate>; longest: number };

/**
 * Creates the search in the tables of a client and of all clients. The newest table that is valid at the instant counts,
 * in it the longest prefix. An address without a rate in the client's own table has that of the table for all clients.
 */
export function createFindRate(tables: readonly RateTable[]): FindRate {
  const versionsOf = (isMeant: (client: string) => boolean): Version[] =>
    tables
      .filter(({ client }) => isMeant(client))
      .toSorted((left, right) => right.validFrom - left.validFrom)
      .map(({ validFrom, text }) => {
        const byPrefix = new Map(readRates(text).map((rate) => [rate.prefix, rate]));
        return {
          validFrom,
          byPrefix,
          longest: Math.max(...[...byPrefix.keys()].map(({ length }) => length)),
        };
      });
  const own = versionsOf((client) => client !== everyClient);
  const common = versionsOf((client) => client === everyClient);
  return (address, at) => {
    const digits = address.replace(/^\+/, '');
    return search(own, digits, at) ?? search(common, digits, at);
  };
}

function search(versions: readonly Version[], digits: string, at: number): Rate | null {
  const version = versions.find(({ validFrom }) => validFrom <= at);
  if (!version) return null;
  for (let length = Math.min(version.longest, digits.length); length > 0; length -= 1) {
    const rate = version.byPrefix.get(digits.slice(0, length));
    if (rate) return rate;
  }
  return null;
}
