import { columnRoles } from './column-roles.ts';
import type { ColumnRole } from './column-roles.ts';
import type { Columns } from './columns.ts';

/**
 * The roles given to the columns of a list, shown before the first contact is called. Names are those of the header.
 */
export type ColumnMapping = {
  /** In the order of `columnRoles`. Several columns of one role are in the order in which they are read. */
  taken: readonly { as: ColumnRole; columns: readonly string[] }[];
  /** Columns without a role, and columns that the settings ignore. Texts can still use them as variables. */
  others: readonly string[];
};

/** Returns the mapping of the columns that `guessColumns` found. */
export function mappingOf(columns: Columns): ColumnMapping {
  const { header, roles, phones, emails, optOuts, consents, countries } = columns;
  const lists: Partial<Record<ColumnRole, readonly number[]>> = {
    phone: phones.map(({ index }) => index),
    phone_extension: phones.flatMap(({ extension }) => extension ?? []),
    email: emails,
    country: countries,
    opted_out: inScope(optOuts, 'all'),
    phone_opted_out: inScope(optOuts, 'phone'),
    email_opted_out: inScope(optOuts, 'email'),
    consent: consents,
  };
  const indexes = (role: ColumnRole): readonly number[] =>
    lists[role] ?? (roles[role] === undefined ? [] : [roles[role]]);
  const used = new Set(phones.flatMap(({ label }) => label ?? []));
  const taken = columnRoles.flatMap((role) => {
    const found = indexes(role);
    for (const index of found) used.add(index);
    return found.length === 0 ? [] : [{ as: role, columns: found.map((index) => header[index] ?? '') }];
  });
  return { taken, others: header.filter((_, index) => !used.has(index)) };
}

function inScope(
  optOuts: Columns['optOuts'],
  wanted: Columns['optOuts'][number]['scope'],
): readonly number[] {
  return optOuts.flatMap(({ index, scope }) => (scope === wanted ? [index] : []));
}
