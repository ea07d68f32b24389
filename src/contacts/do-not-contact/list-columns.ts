import { RingmasterError } from '../../domain/errors.ts';
import { spacedHeader } from '../headers/header-text.ts';

/** The columns of a do-not-contact list, by their index. */
export type ListColumns = {
  /** Columns with phone numbers, email addresses, profiles, or `id:` and external ids. */
  addresses: readonly number[];
  /** Columns with an area code and the rest of the number, as the national lists of some countries have them. */
  areas: readonly number[];
  ids: readonly number[];
  reason: number | null;
  expires: number | null;
};

const address =
  /\b(?:phones?|mobiles?|tel|telephones?|telefon\p{L}*|telefono|cell|landline|numbers?|e ?mails?|mail|address|addresses|linkedin|profile|contact|msisdn|handy|rufnummer|numero)\b/u;
const area = /^area ?(?:code)?$/u;
const id = /^(?:external ?id|contact ?id|id|crm ?id)$/u;
const reason = /^(?:reason|why|note|comment|cause|grund)$/u;
const expires =
  /^(?:expires?|expires at|expiry(?: date)?|expiration(?: date)?|until|valid until|ends?|end date)$/u;

/**
 * Finds the columns of a do-not-contact list by their headers. A list with one column needs no known header if it has
 * rows: otherwise its only line may be an address that cannot be read. Throws `import.column-missing`.
 */
export function listColumns(
  header: readonly string[],
  { hasRows = true }: { hasRows?: boolean } = {},
): ListColumns {
  const names = header.map(spacedHeader);
  const indexes = (pattern: RegExp): number[] =>
    names.flatMap((name, index) => (pattern.test(name) ? [index] : []));
  const first = (pattern: RegExp): number | null => indexes(pattern)[0] ?? null;
  const others = { areas: indexes(area), ids: indexes(id), reason: first(reason), expires: first(expires) };
  const found = indexes(address);
  if (found.length > 0 || others.ids.length > 0) return { addresses: found, ...others };
  if (header.length === 1 && hasRows)
    return { ...others, addresses: [0], ids: [], reason: null, expires: null };
  throw new RingmasterError({
    code: 'import.column-missing',
    family: 'invalid',
    message: 'The list has no column with phone numbers, email addresses or ids, so nothing was suppressed.',
    hint: 'Name a column phone, email or external_id. Further columns may be reason and expires.',
  });
}
