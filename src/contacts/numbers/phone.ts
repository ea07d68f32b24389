import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { CountryCode, NumberType, PhoneNumber } from 'libphonenumber-js/max';
import type { SpecialNumberType } from '../../domain/contact/number-type.ts';
import { plainNumberText } from './number-text.ts';
import { createNumberZones } from '../places/number-zones.ts';
import { isPlaceholder } from '../placeholders.ts';
import { specialTypeOf } from './number-types.ts';
import { numberSeparators, splitExtension, splitPause, withoutSpreadsheetMarks } from './written-numbers.ts';
import type { WrittenNumber } from './written-numbers.ts';

/**
 * The maximum distance between the time zones a number may be in. With zones 5 hours apart, a window of 8 hours
 * leaves 3 hours in which all of them are open. With zones further apart, the zone of the number counts as unknown.
 */
export const widestSpreadHours = 5;

/** A valid number. `zones` is null if its time zone is unknown; `reason` then says why. */
export type FoundPhone = {
  /** E.164. */
  phone: string;
  /** The extension: digits to press after the answer, or null. */
  extension: string | null;
  country: string | null;
  zones: readonly string[] | null;
  reason: string;
  /** The digits after the calling code if they begin with an area code; otherwise null. */
  national: string | null;
  /** The type of a special number, which is called only if the campaign allows that type; null for an ordinary one. */
  special: SpecialNumberType | null;
};
export type RefusedPhone = { code: 'contact.phone-missing' | 'contact.phone-invalid'; detail: string };

type PhoneCell = { text: string; country: string | null };

export type Phones = {
  /** Reads one number. `country` applies to numbers without +. The time zones come from the prefix of the number. */
  read: (cell: PhoneCell) => FoundPhone | RefusedPhone;
  /** Reads every number of a cell (`a ::: b`, `a, b`, `a / b`), in order. Returns at least one result. */
  readAll: (cell: PhoneCell) => readonly (FoundPhone | RefusedPhone)[];
};

/**
 * Creates the reader of phone numbers as people write them. The first number loads the tables (about 70 ms); each
 * further number takes about 12 µs.
 */
export function createPhones(): Phones {
  let tables: ReturnType<typeof createNumberZones> | null = null;
  const numberZones = (): ReturnType<typeof createNumberZones> => (tables ??= createNumberZones());

  const zonesOf = ({ number, type }: Parsed): Pick<FoundPhone, 'zones' | 'reason'> => {
    const list = numberZones().lookUp(
      hasPlace({ number, type }) ? number.number.slice(1) : nationwidePrefix(number),
    );
    if (list && list.spreadHours <= widestSpreadHours) return { zones: list.zones, reason: '' };
    const start = `${number.number.slice(0, 5)}…`;
    if (type === 'TOLL_FREE') return { zones: null, reason: `${start} is toll-free` };
    const reason = list
      ? `${start} may be in ${list.zones.length} time zones`
      : `${start} belongs to no time zone`;
    return { zones: null, reason };
  };

  const readOne = ({ text, country }: PhoneCell): FoundPhone | null => {
    const parsed = parseWritten({ text, country });
    if (!parsed) return null;
    const { number, type, extension } = parsed;
    return {
      phone: number.number,
      extension,
      country: number.country ?? null,
      ...zonesOf(parsed),
      national: hasPlace(parsed) ? number.nationalNumber : null,
      special: specialTypeOf({ number, type }),
    };
  };

  const readParts = ({ text, country }: PhoneCell, level = 0): readonly (FoundPhone | RefusedPhone)[] => {
    const found = readOne({ text, country });
    if (found) return [found];
    for (const [index, separator] of numberSeparators.entries()) {
      if (index < level) continue;
      const parts = text.split(separator).filter((part) => /\d/.test(part));
      if (parts.length > 1)
        return parts.flatMap((part) => readParts({ text: part.trim(), country }, index + 1));
    }
    return [{ code: 'contact.phone-invalid', detail: whyInvalid({ written: text, country }) }];
  };

  return {
    read({ text, country }) {
      const written = withoutSpreadsheetMarks(plainNumberText(text));
      if (written === '' || isPlaceholder(written)) return missing;
      return (
        readOne({ text: written, country }) ?? {
          code: 'contact.phone-invalid',
          detail: whyInvalid({ written, country }),
        }
      );
    },
    readAll({ text, country }) {
      const lines = text.split(/[\r\n]+/).map((line) => withoutSpreadsheetMarks(plainNumberText(line)));
      const written = lines.filter((line) => line !== '' && !isPlaceholder(line));
      return written.length === 0 ? [missing] : written.flatMap((line) => readParts({ text: line, country }));
    },
  };
}

const missing: RefusedPhone = { code: 'contact.phone-missing', detail: 'the row has no phone number' };

/** In digits. */
const longestExtension = 7;

type Parsed = { number: PhoneNumber; type: NumberType };

function parseWritten({ text, country }: PhoneCell): (Parsed & { extension: string | null }) | null {
  const whole = /[\p{L}#]/u.test(text) ? splitExtension(text) : { written: text, extension: null };
  return parseNumber(whole, country) ?? parseNumber(splitPause(text), country);
}

function parseNumber(
  part: WrittenNumber | null,
  country: string | null,
): (Parsed & { extension: string | null }) | null {
  const parsed = part && parse({ written: withoutSpreadsheetMarks(part.written), country });
  const extension = part?.extension ?? parsed?.number.ext ?? null;
  // libphonenumber reads a whole second number after a semicolon as an extension.
  return !parsed || (extension?.length ?? 0) > longestExtension ? null : { ...parsed, extension };
}

function parse({ written, country }: { written: string; country: string | null }): Parsed | null {
  // `extract` would find a number inside any sentence, and might choose the wrong one of two.
  const options =
    country === null ? { extract: false } : { extract: false, defaultCountry: country as CountryCode };
  const parsed = typed(parsePhoneNumberFromString(written, options));
  if (parsed) return parsed;
  // 00 is the international prefix in most countries. If the number is valid with it, it was meant that way.
  if (!/^\(?00/.test(written)) return null;
  return typed(parsePhoneNumberFromString(written.replace(/^(\(?)00/, '$1+'), { extract: false }));
}

/**
 * With the full metadata a number is valid exactly if it has a type, so `isValid` is not called: it would cost the
 * same again.
 */
function typed(number: PhoneNumber | undefined): Parsed | null {
  const type = number?.getType();
  return number && type ? { number, type } : null;
}

function whyInvalid({ written, country }: { written: string; country: string | null }): string {
  const shown = `"${written.length > 40 ? `${written.slice(0, 40)}…` : written}"`;
  if (/^\d(?:\.\d+)?e\+?\d+$/i.test(written)) {
    return `${shown} was rounded by a spreadsheet: format the column as text and export it again`;
  }
  if (written.startsWith('+')) return `${shown} is not a phone number`;
  if (country === null) {
    return `${shown} does not say its country: start it with +, add a country column, or set the country, as --country US or in the campaign file as contacts: { country: US }`;
  }
  return `${shown} is not a phone number in ${country}`;
}

/**
 * Calling codes whose mobile numbers have an area code: North America, Mexico, Argentina, Brazil (libphonenumber,
 * `isNumberGeographical`). China is included because it has one time zone. Other mobile numbers may be anywhere in
 * their country, although the prefix table assigns many of them one city's zone (Sydney, Moscow).
 */
const geographicMobile: ReadonlySet<string> = new Set(['1', '52', '54', '55', '86']);

function hasPlace({ number, type }: Parsed): boolean {
  if (type === 'MOBILE') return geographicMobile.has(number.countryCallingCode);
  return type === 'FIXED_LINE' || type === 'FIXED_LINE_OR_MOBILE';
}

function nationwidePrefix({ countryCallingCode, nationalNumber }: PhoneNumber): string {
  // Russia and Kazakhstan share +7. Numbers of Kazakhstan begin with 77.
  return countryCallingCode === '7' && nationalNumber.startsWith('7') ? '77' : countryCallingCode;
}
