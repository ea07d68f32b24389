import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import type { EnrollableRow, RejectedRow } from '../domain/contact/contact.ts';
import type { RowOptOut } from '../domain/contact/opt-out.ts';
import { RingmasterError } from '../domain/errors.ts';
import type { Columns } from './columns/columns.ts';
import { wrongLength } from './columns/row-length.ts';
import { shiftedRow } from './columns/shifted-row.ts';
import { createEnrollable } from './enrollable-rows.ts';
import type { Refusal } from './enrollable-rows.ts';
import type { Phones } from './numbers/phone.ts';
import { createOptOutReader, marksOf } from './opt-outs/opt-out-marks.ts';
import { createCountries } from './places/countries.ts';
import { createRowReader } from './row-reading.ts';
import type { SourceRow } from './rows.ts';

/** The opt-out in a row, also in a rejected one; null if it has none. */
type OptedOut = { optOut: RowOptOut | null };
export type ContactRow = EnrollableRow & OptedOut;
export type NormalisedRow = ContactRow | (RejectedRow & OptedOut);
export type NormaliseRow = (row: SourceRow) => NormalisedRow;

export function isRejected(row: NormalisedRow): row is RejectedRow & OptedOut {
  return 'code' in row;
}

/**
 * Creates the function that converts rows of one list into contacts, by the needs of the steps. Throws
 * `import.country-unknown` if the campaign names no real country. The function itself never throws. Rejections:
 * `row.too-short`, `row.too-long`, `contact.phone-missing`, `contact.phone-invalid`, `contact.phone-<type>` for
 * special numbers, `contact.country-unknown`, `contact.email-invalid`, `contact.identity-missing`,
 * `contact.timezone-invalid`, `contact.timezone-unknown`, `contact.opt-out-unclear`, `contact.consent-missing`,
 * `contact.consent-unclear`, `contact.nothing-to-say`, and the faults of the reader. A detail shows only invalid
 * values, never a valid number or address.
 */
export function createRowNormaliser({
  definition,
  columns,
  phones,
}: {
  definition: CampaignDefinition;
  columns: Columns;
  phones: Phones;
}): NormaliseRow {
  const { countryOf } = createCountries();
  const defaultCountry = knownCountry({ country: definition.contacts.country, countryOf });
  const allowed = definition.contacts.allowNumberTypes ?? [];
  const readRow = createRowReader({ columns, phones, countryOf, defaultCountry, allowed });
  const readOptOut = createOptOutReader({ columns });
  const enrollable = createEnrollable({ definition, columns, defaultCountry });

  return (source) => {
    const { row, cells, fault } = source;
    if (fault) return rejected({ source, refusal: fault, optOut: null });
    const shape = wrongLength({ cells, columns });
    if (shape) {
      const shift = cells.length - columns.header.length;
      const marks = shiftedRow({ cells, shift, columns, phones, country: defaultCountry, readOptOut });
      return rejected({ source, refusal: shape, optOut: marks && { row, marks } });
    }
    const read = readRow(cells);
    const { scopes, unclear } = readOptOut(cells);
    const { externalId, emails, linkedin, rowPhones } = read;
    const readable = scopes.size === 0 ? [] : [...rowPhones.readable, ...rowPhones.besideWords()];
    const marks = marksOf({ scopes, phones: readable, emails, linkedin, externalId });
    const optOut = scopes.size === 0 ? null : { row, marks };
    const outcome = unclear ?? enrollable(source, read);
    return 'code' in outcome ? rejected({ source, refusal: outcome, optOut }) : { ...outcome, optOut };
  };
}

const unreadableOptOut =
  'it says opted out, but has no phone number, email address or external id that can be read';

function rejected({
  source: { row, cells },
  refusal: { code, detail },
  optOut,
}: {
  source: SourceRow;
  refusal: Refusal;
  optOut: RowOptOut | null;
}): NormalisedRow {
  const isUnreadable = optOut?.marks.length === 0;
  return { row, code, detail: isUnreadable ? `${detail}; ${unreadableOptOut}` : detail, cells, optOut };
}

function knownCountry({
  country,
  countryOf,
}: {
  country: string | undefined;
  countryOf: (text: string) => string | null;
}): string | null {
  if (country === undefined) return null;
  const known = countryOf(country);
  if (known !== null) return known;
  throw new RingmasterError({
    code: 'import.country-unknown',
    family: 'invalid',
    message: `contacts.country is ${country}, which is not a country with phone numbers`,
    hint: 'Use a two-letter code (ISO 3166-1) such as US, GB or DE',
  });
}
