import { columnMissing, columnTwice, columnUnknown } from '../columns/column-errors.ts';
import { columnRoles, isListRole } from '../columns/column-roles.ts';
import type { ColumnRole } from '../columns/column-roles.ts';
import { plainHeader } from './header-text.ts';

/** The columns that the settings name, by role, in the order of the settings. */
export type Chosen = Readonly<Partial<Record<ColumnRole, readonly number[]>>>;

/**
 * Finds the columns that the settings name, by the exact header or by one that differs only in case and punctuation.
 * Throws `import.column-unknown`, `import.column-twice` and `import.column-missing`.
 */
export function chosenColumns({
  header,
  settings,
}: {
  header: readonly string[];
  settings: Readonly<Record<string, string | readonly string[]>>;
}): Chosen {
  const plain = header.map(plainHeader);
  const chosen: Partial<Record<ColumnRole, number[]>> = {};
  for (const [key, value] of Object.entries(settings)) {
    const role = columnRoles.find((name) => plainHeader(name) === plainHeader(key));
    if (!role) throw columnUnknown(key);
    const names = typeof value === 'string' ? [value] : value;
    if (names.length > 1 && !isListRole(role)) throw columnTwice({ role, names });
    chosen[role] = names.map((column) => {
      const exact = header.indexOf(column);
      const index = exact >= 0 ? exact : plain.indexOf(plainHeader(column));
      if (index >= 0) return index;
      throw columnMissing({
        what: `the column "${column}" that columns.${key} names`,
        role,
        header,
        free: header,
      });
    });
  }
  return chosen;
}
