import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { CountryCode, NumberType, PhoneNumber } from 'libphonenumber-js/max';
import { plainNumberText } from './number-text.ts';
import { createNumberZones } from './number-zones.ts';
import { isPlaceholder } from './placeholders.ts';

/**
 * A window of 8 hours leaves 3 in which zones 5 hours apart are all open. Numbers that may be in zones further apart
 * are taken as unknown.
 */
export const widestSpreadHours = 5;

/** A number that can be dialled. `zones` is null if where it rings is unknown; `why` then says so in words. */
export type FoundPhone = {
  phone: string;
  country: string | null;
  zones: readonly string[] | null;
  why: string;
  /** The digits after the calling code, where they begin with an area code; else null. */
  national: string | null;
};
export type RefusedPhone = { code: 'contact.phone-missing' | 'contact.phone-invalid'; detail: string };

export type Phones = {
  /** Reads a cell. `country` is that of numbers without +; the time zones come from the number's prefix. */
  read: (cell: { text: string; country: string | null }) => FoundPhone | RefusedPhone;
};

/** Reads phone numbers as people write them. Loads its tables once (about 70 ms); a number takes about 12 µs. */
export function createPhones(): Phones {
  const numberZones = createNumberZones();

  const zonesOf = ({ number, type }: Parsed): Pick<FoundPhone, 'zones' | 'why'> => {
    const list = numberZones.lookUp(
      hasPlace({ number, type }) ? number.number.slice(1) : nationwidePrefix(number),
    );
    if (list && list.spreadHours <= widestSpreadHours) return { zones: list.zones, why: '' };
    const start = `${number.number.slice(0, 5)}…`;
    if (type === 'TOLL_FREE') return { zones: null, why: `${start} is toll-free` };
    return { zones: null, why: `${start} may be in ${list ? list.zones.length : 'unknown'} time zones` };
  };

  return {
    read({ text, country }) {
      const written = withoutSpreadsheetMarks(plainNumberText(text));
      if (written === '' || isPlaceholder(written))
        return { code: 'contact.phone-missing', detail: 'the row has no phone number' };
      const parsed = parse({ written, country });
      if (!parsed) return { code: 'contact.phone-invalid', detail: whyInvalid({ written, country }) };
      const { zones, why } = zonesOf(parsed);
      return {
        phone: parsed.number.number,
        country: parsed.number.country ?? null,
        zones,
        why,
        national: hasPlace(parsed) ? parsed.number.nationalNumber : null,
      };
    },
  };
}

type Parsed = { number: PhoneNumber; type: NumberType };

function parse({ written, country }: { written: string; country: string | null }): Parsed | null {
  // `extract` would find a number inside any sentence, and the wrong one of two.
  const options =
    country === null ? { extract: false } : { extract: false, defaultCountry: country as CountryCode };
  const parsed = typed(parsePhoneNumberFromString(written, options));
  if (parsed) return parsed;
  // 00 is the international prefix in most countries; a number that is valid that way was meant that way.
  if (!/^\(?00/.test(written)) return null;
  return typed(parsePhoneNumberFromString(written.replace(/^(\(?)00/, '$1+'), { extract: false }));
}

/** With the full metadata a number is valid exactly if it has a type; asking for both would cost twice. */
function typed(number: PhoneNumber | undefined): Parsed | null {
  const type = number?.getType();
  return number && type ? { number, type } : null;
}

/** Spreadsheets write '+1…, ="+1…" and 12025550100.0 to keep a number from being a number. */
function withoutSpreadsheetMarks(text: string): string {
  const trimmed = text.trim();
  return /^(?:'|=")|\.0$/.test(trimmed)
    ? trimmed
        .replace(/^="(.*)"$/, '$1')
        .replace(/^'/, '')
        .replace(/^(\d+)\.0$/, '$1')
        .trim()
    : trimmed;
}

function whyInvalid({ written, country }: { written: string; country: string | null }): string {
  const shown = `"${written.length > 40 ? `${written.slice(0, 40)}…` : written}"`;
  if (/^\d(?:\.\d+)?e\+?\d+$/i.test(written)) {
    return `${shown} was rounded by a spreadsheet: format the column as text and export it again`;
  }
  if (written.startsWith('+')) return `${shown} is not a phone number`;
  if (country === null) {
    return `${shown} does not say its country: start it with +, add a country column or set contacts.country in the campaign, such as { country: US }`;
  }
  return `${shown} is not a phone number in ${country}`;
}

/**
 * Calling codes whose mobile numbers carry an area code: North America, Mexico, Argentina, Brazil (libphonenumber,
 * `isNumberGeographical`); China has one time zone. Other mobiles may be anywhere in their country, although the
 * prefix table gives many of them the zone of the capital (Sydney, Moscow).
 */
const geographicMobile: ReadonlySet<string> = new Set(['1', '52', '54', '55', '86']);

function hasPlace({ number, type }: Parsed): boolean {
  if (type === 'MOBILE') return geographicMobile.has(number.countryCallingCode);
  return type === 'FIXED_LINE' || type === 'FIXED_LINE_OR_MOBILE';
}

function nationwidePrefix({ countryCallingCode, nationalNumber }: PhoneNumber): string {
  // Russia and Kazakhstan share +7; Kazakhstan's numbers go on with 7.
  return countryCallingCode === '7' && nationalNumber.startsWith('7') ? '77' : countryCallingCode;
}
