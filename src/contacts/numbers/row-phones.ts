import { phoneAddress } from '../../domain/contact/address.ts';
import type { ContactAddress } from '../../domain/contact/address.ts';
import type { RejectedRow } from '../../domain/contact/contact.ts';
import { numberTypeNames, specialCode } from '../../domain/contact/number-type.ts';
import type { SpecialNumberType } from '../../domain/contact/number-type.ts';
import type { Columns } from '../columns/columns.ts';
import { isOtherDevice } from '../headers/phone-columns.ts';
import type { PhoneColumn } from '../headers/phone-columns.ts';
import { plainNumberText } from './number-text.ts';
import type { FoundPhone, Phones, RefusedPhone } from './phone.ts';

type Refusal = Pick<RejectedRow, 'code' | 'detail'>;

/** The phone numbers of a row. */
export type RowPhones = {
  /** The number to call, or why there is none. */
  first: FoundPhone | Refusal;
  /** Every number that may be called, without duplicates, in the order in which they are tried. */
  usable: readonly ContactAddress[];
  /** Every number that can be read, including those that must not be called. */
  readable: readonly string[];
  /**
   * Numbers in cells with other words (`+1 212 555 0100 do not call`). They are not called, but an opt-out covers
   * them.
   */
  besideWords: () => readonly string[];
};

/** Creates the reader of a row's phone columns. */
export function createRowPhones({
  columns,
  phones,
  allowed,
}: {
  columns: Columns;
  phones: Phones;
  allowed: readonly SpecialNumberType[];
}) {
  const allowedTypes: ReadonlySet<string> = new Set(allowed);

  /** Only numbers with + can be read if the country of the row is not certain. */
  const readWithoutCountry = ({ text, countryProblem }: { text: string; countryProblem: string }) =>
    phones
      .readAll({ text, country: null })
      .map((one): FoundPhone | Refusal =>
        'code' in one && one.code === 'contact.phone-invalid' && hasDigits(text)
          ? { code: 'contact.country-unknown', detail: countryProblem }
          : one,
      );

  const readColumn = (
    { index, label, extension }: PhoneColumn,
    { cells, country, countryProblem }: RowCells,
  ): readonly (FoundPhone | Refusal)[] => {
    const text = cells[index] ?? '';
    if (text === '' || (label !== null && isOtherDevice(cells[label] ?? ''))) return [];
    const found =
      countryProblem === null
        ? phones.readAll({ text, country })
        : readWithoutCountry({ text, countryProblem });
    const [only] = found;
    const digits = extension === null ? '' : (cells[extension] ?? '').replaceAll(/\D/g, '');
    if (digits === '' || !only || 'code' in only || only.extension !== null || digits.length > 7)
      return found;
    return [{ ...only, extension: digits }, ...found.slice(1)];
  };

  const besideWords = ({ cells, country }: RowCells): readonly string[] =>
    [...columns.phones, ...columns.otherPhones].flatMap(({ index }) =>
      numbersIn(cells[index] ?? '').flatMap((text) =>
        phones.readAll({ text, country }).flatMap((one) => ('phone' in one ? [one.phone] : [])),
      ),
    );

  return (row: RowCells): RowPhones => {
    const found = columns.phones.flatMap((column) => readColumn(column, row));
    const others = columns.otherPhones.flatMap((column) => readColumn(column, row));
    const isUsable = (one: FoundPhone | Refusal): one is FoundPhone =>
      'phone' in one && (one.special === null || allowedTypes.has(one.special));
    const usable = found.filter(isUsable);
    return {
      first: usable[0] ?? whyNone(found),
      usable: unique(usable.map(({ phone, extension }) => phoneAddress(phone, extension))),
      readable: [...found, ...others].flatMap((one) => ('phone' in one ? [one.phone] : [])),
      besideWords: () => besideWords(row),
    };
  };
}

/** Returns the numbers in a text that also has words; empty for a text without words. */
function numbersIn(text: string): readonly string[] {
  const plain = plainNumberText(text);
  return /\p{L}/u.test(plain) ? (plain.match(/[+(]*\d[\d\s().-]{4,}\d/g) ?? []) : [];
}

function hasDigits(text: string): boolean {
  return plainNumberText(text).replaceAll(/\D/g, '').length > 4;
}

export type RowCells = {
  cells: readonly string[];
  /** The country of numbers without +. */
  country: string | null;
  /** Why the country is not known, so that only numbers with + are read; null if it is known. */
  countryProblem: string | null;
};

const missing: RefusedPhone = { code: 'contact.phone-missing', detail: 'the row has no phone number' };

function whyNone(found: readonly (FoundPhone | Refusal)[]): Refusal {
  const refusals = found.map((one) => ('code' in one ? one : specialRefusal(one)));
  return refusals.find(({ code }) => code !== missing.code) ?? refusals[0] ?? missing;
}

/** Returns why a special number is not called. The code names the type: `contact.phone-premium-rate`. */
function specialRefusal({ phone, special }: Pick<FoundPhone, 'phone' | 'special'>): Refusal {
  const type = special ?? 'premium-rate';
  return {
    code: specialCode(type),
    detail: `${phone.slice(0, 5)}… is ${numberTypeNames[type]}: it is called only where contacts.allowNumberTypes names ${type}`,
  };
}

function unique(phones: readonly ContactAddress[]): readonly ContactAddress[] {
  if (phones.length < 2) return phones;
  const byKey = new Map(phones.map((one) => [`${one.address};${one.extension ?? ''}`, one]));
  return [...byKey.values()];
}
