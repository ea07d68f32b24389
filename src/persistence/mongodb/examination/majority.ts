import type { Document } from 'mongodb';
import { RingmasterError } from '../../../domain/errors.ts';

/** The primary itself writes an entry every ten seconds, and a majority has it within a moment. */
const maxLagMs = 15_000;

/**
 * Checks that a majority of the members can acknowledge writes. `hello` is the answer of the primary. Returns a line for
 * people. Throws `store.no-majority`.
 */
export function checkMajority(hello: Document): string {
  const data = [...listOf(hello['hosts']), ...listOf(hello['passives'])].length;
  const members = data + listOf(hello['arbiters']).length;
  const majority = Math.floor(members / 2) + 1;
  const { lastWriteDate, majorityWriteDate } = (hello['lastWrite'] ?? {}) as Record<string, Date | undefined>;
  const lagMs = (lastWriteDate?.getTime() ?? 0) - (majorityWriteDate?.getTime() ?? 0);
  if (data < majority)
    throw noMajority(
      `${data} of ${members} members store data, which is no majority`,
      'Replace arbiters by members with data.',
    );
  if (majorityWriteDate && lagMs > maxLagMs)
    throw noMajority(
      `a majority of the ${members} members is ${Math.round(lagMs / 1_000)} s behind the primary`,
      'Start the members that are down, or check why they are behind (rs.status()).',
    );
  const lone = members === 1 ? '; with one member, data are lost with its disk' : '';
  return `writes are in the journals of ${majority} of ${members} ${members === 1 ? 'member' : 'members'}${lone}`;
}

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as string[]) : []);

function noMajority(what: string, hint: string): RingmasterError {
  return new RingmasterError({
    code: 'store.no-majority',
    family: 'refused',
    message: `Writes of this program wait for a majority, and ${what}.`,
    hint,
  });
}
