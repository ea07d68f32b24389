import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import { channels } from '../channels/registry.ts';
import { needsAddress } from '../domain/campaign/channel-facts.ts';
import { identityOf } from '../domain/contact/contact.ts';
import type { EnrollableRow, RejectedRow } from '../domain/contact/contact.ts';
import { RingmasterError } from '../domain/errors.ts';
import type { RowOptOut } from '../domain/contact/opt-out.ts';
import { createCalendars } from './places/calendars.ts';
import type { ColumnRole } from './columns/column-roles.ts';
import type { Columns } from './columns/columns.ts';
import { createCountries } from './places/countries.ts';
import { readCountryCells } from './places/country-cells.ts';
import type { CountryCell } from './places/country-cells.ts';
import { readEmail } from './email.ts';
import { readNames } from './names/names.ts';
import { createOptOutReader, marksOf } from './opt-outs/opt-out-marks.ts';
import type { Phones } from './numbers/phone.ts';
import { isNamePlaceholder, isPlaceholder } from './placeholders.ts';
import { wrongLength } from './columns/row-length.ts';
import { createRowPhones } from './numbers/row-phones.ts';
import type { RowPhones } from './numbers/row-phones.ts';
import type { SourceRow } from './rows.ts';
import { shiftedRow } from './columns/shifted-row.ts';
import { createSilenceCheck } from './silent-rows.ts';
import { clean, cleanKey, plainRoles, setKnown, setNames, variablesOf } from './variables.ts';

/** What a row opts out of, whatever became of it; null if it says nothing. */
type OptedOut = { optOut: RowOptOut | null };
export type ContactRow = EnrollableRow & OptedOut;
export type NormalisedRow = ContactRow | (RejectedRow & OptedOut);
export type NormaliseRow = (row: SourceRow) => NormalisedRow;

export function isRejected(row: NormalisedRow): row is RejectedRow & OptedOut {
  return 'code' in row;
}

type Refusal = Pick<RejectedRow, 'code' | 'detail'>;

/**
 * Turns rows of one list into contacts, judged by what the steps need. Throws `import.country-unknown` at once
 * if the campaign names no real country; what it returns never throws, whatever the cells are.
 * Rejections: `row.too-short`, `row.too-long`, `contact.phone-missing`, `contact.phone-invalid`, `contact.phone-` with a
 * type of numbers, `contact.country-unknown`, `contact.email-invalid`, `contact.identity-missing`,
 * `contact.timezone-invalid`, `contact.timezone-unknown`, `contact.opt-out-unclear`, `contact.consent-missing`,
 * `contact.consent-unclear`, `contact.nothing-to-say`, and the faults of the reader. A detail shows a wrong value, never a right one.
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
  const calendars = createCalendars({ sendWindow: definition.sendWindow, columns });
  const calls = needsAddress({ channels, steps: definition.steps, kind: 'phone' });
  const defaultCountry = knownCountry({ country: definition.contacts.country, countryOf });
  const readPhones = createRowPhones({
    columns,
    phones,
    allowed: definition.contacts.allowNumberTypes ?? [],
  });
  const readOptOut = createOptOutReader({ columns });
  const silenceOfRow = createSilenceCheck(definition);

  const enrollable = ({ row, cells }: SourceRow, read: ReadRow): EnrollableRow | Refusal => {
    const { cell, place, rowPhones, emails, externalId } = read;
    const { first, usable } = rowPhones;
    if (calls && 'code' in first) return first;
    const phone = 'phone' in first ? first : null;
    const email = emails[0] ?? null;
    const identity = identityOf({ externalId, phones: usable, email });
    if (identity === null) return whyNobody({ found: rowPhones.first, email: cell('email') });
    const calendar = calendars.of({
      phone,
      country: place.country ?? (phone === null ? defaultCountry : null),
      zone: cell('time_zone'),
      state: cell('region'),
    });
    if ('code' in calendar) return calendar;
    const names = readNames({
      first: cell('first_name'),
      last: cell('last_name'),
      full: cell('name'),
      company: cell('company'),
    });
    const variables = variablesOf({ cells, columns });
    for (const role of plainRoles) setKnown(variables, role, isPlaceholder(cell(role)) ? '' : cell(role));
    setNames(variables, names);
    setKnown(variables, 'phone', phone?.phone);
    setKnown(variables, 'email', email);
    const silence = silenceOfRow(variables);
    if (silence) return silence;
    return {
      row,
      identity,
      address: phone?.phone ?? email ?? identity,
      calendar,
      contact: {
        name: names.name,
        phone: phone?.phone ?? null,
        phones: usable,
        email,
        externalId,
        timeZone: calendar.zones.length === 1 ? (calendar.zones[0] ?? null) : null,
        variables,
      },
      cells,
    };
  };

  const readRow = (cells: readonly string[]): ReadRow => {
    const cell = (role: ColumnRole): string =>
      roleCell({ role, text: clean(cells[columns.roles[role] ?? -1]) });
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
      externalId: cleanKey(cell('external_id')) || null,
    };
  };

  return (source) => {
    const { row, cells, fault } = source;
    const reject = (refusal: Refusal, optOut: RowOptOut | null): NormalisedRow => ({
      row,
      code: refusal.code,
      detail: optOut?.marks.length === 0 ? `${refusal.detail}; ${unreadableOptOut}` : refusal.detail,
      cells,
      optOut,
    });
    if (fault) return reject(fault, null);
    const shape = wrongLength({ cells, columns });
    const shift = cells.length - columns.header.length;
    if (shape) {
      const marks = shiftedRow({ cells, shift, columns, phones, country: defaultCountry, readOptOut });
      return reject(shape, marks && { row, marks });
    }
    const read = readRow(cells);
    const { scopes, unclear } = readOptOut(cells);
    const { externalId, emails, rowPhones } = read;
    const readable = scopes.size === 0 ? [] : [...rowPhones.readable, ...rowPhones.besideWords()];
    const marks = marksOf({ scopes, phones: readable, emails, externalId });
    const optOut = scopes.size === 0 ? null : { row, marks };
    const outcome = shape ?? unclear ?? enrollable(source, read);
    return 'code' in outcome ? reject(outcome, optOut) : { ...outcome, optOut };
  };
}

type ReadRow = {
  /** The cell of a role, without what cannot be shown; empty if there is none. */
  cell: (role: ColumnRole) => string;
  place: CountryCell;
  rowPhones: RowPhones;
  emails: readonly string[];
  externalId: string | null;
};

const unreadableOptOut =
  'it says opted out, but has no phone number, email address or external id that can be read';

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

/** A cell of a known column; empty where it only says that there is nothing to say. */
function roleCell({ role, text }: { role: ColumnRole; text: string }): string {
  if (nameRoles.has(role)) return isNamePlaceholder(text) ? '' : text;
  return role !== 'country' && isPlaceholder(text) ? '' : text;
}

const nameRoles: ReadonlySet<ColumnRole> = new Set(['first_name', 'last_name', 'name']);

function whyNobody({ found, email }: { found: RowPhones['first']; email: string }): Refusal {
  if (email !== '')
    return { code: 'contact.email-invalid', detail: `"${email.slice(0, 60)}" is not an email address` };
  if ('code' in found && found.code !== 'contact.phone-missing') return found;
  return {
    code: 'contact.identity-missing',
    detail: 'the row has no external id, phone number or email address',
  };
}
