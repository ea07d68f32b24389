import type { CampaignDefinition } from '../domain/campaign-definition.ts';
import { callsContacts } from '../domain/channel-facts.ts';
import { identityOf } from '../domain/contact.ts';
import type { EnrollableRow, RejectedRow } from '../domain/contact.ts';
import { RingmasterError } from '../domain/errors.ts';
import { mayBeSilent, nothingToSay, silenceFor, silenceInWords } from '../domain/silence.ts';
import { createCalendars } from './calendars.ts';
import type { ColumnRole } from './column-roles.ts';
import type { Columns } from './columns.ts';
import { createCountries } from './countries.ts';
import { readCountryCell } from './country-cells.ts';
import type { CountryCell } from './country-cells.ts';
import { readEmail } from './email.ts';
import { readNames } from './names.ts';
import { plainNumberText } from './number-text.ts';
import { isOptedOut } from './opt-out.ts';
import type { FoundPhone, Phones } from './phone.ts';
import { isNamePlaceholder, isPlaceholder } from './placeholders.ts';
import { wrongLength } from './row-length.ts';
import type { SourceRow } from './rows.ts';
import { clean, cleanKey, plainRoles, setKnown, setNames, variablesOf } from './variables.ts';

/** A row that became a contact, and whether the list itself says that this person must not be contacted. */
export type ContactRow = EnrollableRow & { optedOut: boolean };
export type NormalisedRow = ContactRow | RejectedRow;
export type NormaliseRow = (row: SourceRow) => NormalisedRow;

export function isRejected(row: NormalisedRow): row is RejectedRow {
  return 'code' in row;
}

type Refusal = Pick<RejectedRow, 'code' | 'detail'>;

/**
 * Turns rows of one list into contacts, judged by what the steps need. Throws `import.country-unknown` at once
 * if the campaign names no real country; what it returns never throws, whatever the cells are.
 * Rejections: `row.too-short`, `row.too-long`, `contact.phone-missing`, `contact.phone-invalid`,
 * `contact.country-unknown`, `contact.email-invalid`, `contact.identity-missing`, `contact.timezone-invalid`,
 * `contact.timezone-unknown`, `contact.nothing-to-say`, and the faults of the reader. A detail shows a wrong value, never a right one.
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
  const calls = callsContacts(definition);
  const lastKnown = Math.max(...Object.values(columns.roles), ...columns.optOuts);
  const defaultCountry = knownCountry({ country: definition.contacts.country, countryOf });

  const silenceOfRow = createSilenceCheck(definition);

  const readPhone = ({ text, place }: { text: string; place: CountryCell }): FoundPhone | Refusal => {
    const phone = phones.read({ text, country: place.country ?? defaultCountry });
    if (place.problem === null || !('phone' in phone) || plainNumberText(text).startsWith('+')) return phone;
    return { code: 'contact.country-unknown', detail: place.problem };
  };

  return ({ row, cells, fault }) => {
    const reject = ({ code, detail }: Refusal): RejectedRow => ({ row, code, detail, cells });
    const shape = fault ?? wrongLength({ cells, columns, lastKnown });
    if (shape) return reject(shape);

    const cell = (role: ColumnRole): string =>
      roleCell({ role, text: clean(cells[columns.roles[role] ?? -1]) });
    const place = readCountryCell({ text: cell('country'), countryOf, defaultCountry });
    const found = readPhone({ text: cell('phone'), place });
    const phone = 'phone' in found ? found : null;
    if (calls && 'code' in found) return reject(found);

    const email = readEmail(cleanKey(cell('email')));
    const externalId = cleanKey(cell('external_id')) || null;
    const identity = identityOf({ externalId, phone: phone?.phone ?? null, email });
    if (identity === null) return reject(whyNobody({ found, email: cell('email') }));

    const calendar = calendars.of({
      phone,
      country: place.country ?? (phone === null ? defaultCountry : null),
      zone: cell('time_zone'),
      state: cell('region'),
    });
    if ('code' in calendar) return reject(calendar);

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
    if (silence) return reject(silence);
    const address = phone?.phone ?? email ?? identity;
    const timeZone = calendar.zones.length === 1 ? (calendar.zones[0] ?? null) : null;
    return {
      row,
      identity,
      address,
      calendar,
      contact: { name: names.name, phone: phone?.phone ?? null, email, externalId, timeZone, variables },
      cells,
      optedOut: columns.optOuts.some((index) => isOptedOut(cells[index] ?? '')),
    };
  };
}

/** A contact is refused when no step of the campaign has anything to say to them; the detail names the first. */
function createSilenceCheck({
  steps,
  variables: campaign,
}: CampaignDefinition): (contact: Readonly<Record<string, string>>) => Refusal | null {
  if (!steps.every(mayBeSilent)) return () => null;
  return (contact) => {
    const silences = steps.map((step) => silenceFor({ step, contact, campaign }));
    const [step] = steps;
    const [silence] = silences;
    if (!step || !silence || silences.includes(null)) return null;
    return { code: nothingToSay, detail: silenceInWords({ step: step.id, silence }) };
  };
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

/** A cell of a known column; empty where it only says that there is nothing to say. */
function roleCell({ role, text }: { role: ColumnRole; text: string }): string {
  if (nameRoles.has(role)) return isNamePlaceholder(text) ? '' : text;
  return role !== 'country' && isPlaceholder(text) ? '' : text;
}

const nameRoles: ReadonlySet<ColumnRole> = new Set(['first_name', 'last_name', 'name']);

function whyNobody({ found, email }: { found: FoundPhone | Refusal; email: string }): Refusal {
  if (email !== '')
    return { code: 'contact.email-invalid', detail: `"${email.slice(0, 60)}" is not an email address` };
  if ('code' in found && found.code !== 'contact.phone-missing') return found;
  return {
    code: 'contact.identity-missing',
    detail: 'the row has no external id, phone number or email address',
  };
}
