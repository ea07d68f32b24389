import type { ColumnRole } from './columns/column-roles.ts';
import type { Columns } from './columns/columns.ts';
import { readEmail } from './email.ts';
import { readLinkedin } from './linkedin.ts';
import { createRowPhones } from './numbers/row-phones.ts';
import type { RowPhones } from './numbers/row-phones.ts';
import type { Phones } from './numbers/phone.ts';
import { isNamePlaceholder, isPlaceholder } from './placeholders.ts';
import { readCountryCells } from './places/country-cells.ts';
import type { CountryCell } from './places/country-cells.ts';
import { clean, cleanKey } from './variables.ts';

/** The content of one row, before it is validated. */
export type ReadRow = {
  /** Returns the cell of a role without invisible characters; empty if there is none. */
  cell: (role: ColumnRole) => string;
  place: CountryCell;
  rowPhones: RowPhones;
  emails: readonly string[];
  /** The LinkedIn profile. */
  linkedin: string | null;
  externalId: string | null;
};

/** Creates the reader of rows with these columns. It never throws. */
export function createRowReader({
  columns,
  phones,
  countryOf,
  defaultCountry,
  allowed,
}: {
  columns: Columns;
  phones: Phones;
  countryOf: (text: string) => string | null;
  /** The country of rows that name none. */
  defaultCountry: string | null;
  /** Special types of numbers that may be called. */
  allowed: Parameters<typeof createRowPhones>[0]['allowed'];
}): (cells: readonly string[]) => ReadRow {
  const readPhones = createRowPhones({ columns, phones, allowed });
  return (cells) => {
    const cell = (role: ColumnRole): string => {
      const index = columns.roles[role];
      return index === undefined ? '' : roleCell({ role, text: clean(cells[index]) });
    };
    const texts = columns.countries.map((index) => clean(cells[index]));
    const place = readCountryCells({ texts, countryOf, defaultCountry });
    return {
      cell,
      place,
      rowPhones: readPhones({
        cells,
        country: place.country ?? defaultCountry,
        countryProblem: place.problem,
      }),
      emails: columns.emails.flatMap((index) => readEmail(cleanKey(cells[index])) ?? []),
      linkedin: readLinkedin(cleanKey(cell('linkedin_url'))),
      externalId: cleanKey(cell('external_id')) || null,
    };
  };
}

/** Returns the cell of a column with a role; empty for a placeholder such as `N/A`. */
function roleCell({ role, text }: { role: ColumnRole; text: string }): string {
  if (nameRoles.has(role)) return isNamePlaceholder(text) ? '' : text;
  return role !== 'country' && isPlaceholder(text) ? '' : text;
}

const nameRoles: ReadonlySet<ColumnRole> = new Set(['first_name', 'last_name', 'name']);
