import type { Columns } from './columns/columns.ts';
import { readNames } from './names/names.ts';
import type { Names } from './names/names.ts';
import { isMachineEmpty, isNamePlaceholder } from './placeholders.ts';

/** Roles whose cells become variables under the name of the role, whatever the header of the column. */
export const plainRoles = [
  'company',
  'country',
  'region',
  'industry',
  'size',
  'role',
  'linkedin_url',
  'external_id',
] as const;
/** The variables that names.ts fills. */
export const nameParts = ['first_name', 'last_name', 'name'] as const;

/**
 * Returns the variables of a row, by column. Empty cells are left out, so that a variable of the campaign can replace
 * them. `N/A` and similar values count as empty in columns with a role, `#N/A` and `null` in every column.
 */
export function variablesOf({
  cells,
  columns,
}: {
  cells: readonly string[];
  columns: Columns;
}): Record<string, string> {
  const variables: Record<string, string> = {};
  const known = new Set(Object.values(columns.roles));
  for (let index = 0; index < columns.variables.length; index += 1) {
    const name = columns.variables[index];
    const value = clean(cells[index]);
    if (name !== undefined && !saysNothing({ value, isKnown: known.has(index) })) variables[name] = value;
  }
  return variables;
}

function saysNothing({ value, isKnown }: { value: string; isKnown: boolean }): boolean {
  return value === '' || isMachineEmpty(value) || (isKnown && isNamePlaceholder(value));
}

/** Returns every variable that rows with these columns can fill: one per column, and those of the roles. */
export function fillableVariables({ variables, roles }: Columns): string[] {
  const names = readNames({
    first: roles.first_name === undefined ? '' : 'Ada',
    last: roles.last_name === undefined ? '' : 'Byron',
    full: roles.name === undefined ? '' : 'Ada Byron',
  });
  const given = [
    ...nameParts.filter((part) => names[part] !== null),
    ...[...plainRoles, 'phone' as const, 'email' as const].filter((role) => roles[role] !== undefined),
  ];
  return [...new Set([...variables, ...given])];
}

/** What the names are read as wins over the cells: a first name that is none (`Dr.`, `Sales Team`) is left out. */
export function setNames(variables: Record<string, string>, names: Names): void {
  for (const part of nameParts) {
    const name = names[part];
    if (name) variables[part] = name;
    else delete variables[part];
  }
}

export function setKnown(
  variables: Record<string, string>,
  name: string,
  value: string | null | undefined,
): void {
  if (value) variables[name] = value;
}

/**
 * Control characters are not allowed in XML and mean nothing in a text. The same holds for invisible format
 * characters (bidirectional marks, zero-width spaces, soft hyphens). The two joiners stay, because Persian and Indic
 * names and emoji need them.
 */
// oxlint-disable-next-line no-control-regex
const invisible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|(?![\u200c\u200d])\p{Cf}/gu;

/** Most cells have only these characters; they take a faster path. */
const isPlain = /^[\u0020-\u007e]*$/;

/** Returns the visible text of a cell, trimmed. */
export function clean(cell: string | undefined): string {
  if (cell === undefined) return '';
  return isPlain.test(cell) ? cell.trim() : cell.replaceAll(invisible, '').trim();
}

/**
 * Returns a cell that identifies a contact (an email address, an id), without any invisible character: two cells that
 * look equal must be equal.
 */
export function cleanKey(cell: string | undefined): string {
  const text = clean(cell);
  if (isPlain.test(text)) return text;
  return text.replaceAll(/[\p{Cf}\p{Variation_Selector}]/gu, '').trim();
}
