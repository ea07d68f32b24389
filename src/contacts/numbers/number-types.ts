import type { NumberType, PhoneNumber } from 'libphonenumber-js/max';
import type { SpecialNumberType } from '../../domain/contact/number-type.ts';

const byType: Partial<Record<Exclude<NumberType, undefined>, SpecialNumberType>> = {
  PREMIUM_RATE: 'premium-rate',
  SHARED_COST: 'shared-cost',
  PERSONAL_NUMBER: 'personal',
  PAGER: 'pager',
  UAN: 'uan',
  VOICEMAIL: 'voicemail',
};

/**
 * Calling codes of Inmarsat, other satellite networks and international networks (ITU-T E.164, list of assigned
 * codes).
 */
const satelliteCodes: ReadonlySet<string> = new Set(['870', '881', '882', '883']);
/** Australia numbers satellite phones 0145 and 0147 (Telecommunications Numbering Plan 2015). */
const australianSatellite = /^14[57]/;
/** British 03 numbers are UANs that cost as much as a landline (Ofcom, National Telephone Numbering Plan). */
const britishLandlinePriced = /^3/;

/** In North America the exchange 976 of any area code is pay-per-call (NANPA, central office codes for special use). */
const northAmericanPayPerCall = /^\d{3}976/;

/**
 * Numbers of emergency services behind an area code, by calling code. In these countries the number of the service after an
 * area code reaches its centre in that area, also from abroad, and the metadata of libphonenumber counts it as a landline. In
 * other countries such a number is not valid, and no number of two or three digits is valid in any country. A landline with
 * the same digits behind a shorter area code is refused too. (Germany: numbering plan of the BNetzA, 2-digit area codes 30, 40,
 * 69, 89. Austria: KEM-V 2009. South Korea: area code and 112 or 119.)
 */
const emergencyNumbers: Readonly<Record<string, RegExp>> = {
  '49': /^(?:(?:30|40|69|89)|(?!30|40|69|89)\d{3,4})11[02]$/,
  '43': /^(?:1|[2-7]\d{2,3})(?:112|122|128|133|14[0-2]|144)$/,
  '82': /^(?:2|[3-6]\d)11[29]$/,
  // The exchange 911 is not assigned in North America (NANPA, central office codes).
  '1': /^\d{3}911/,
};

/**
 * Returns the type of a special number; null for an ordinary one. `type` is its type in the full metadata of
 * libphonenumber.
 */
export function specialTypeOf({
  number: { countryCallingCode, nationalNumber },
  type,
}: {
  number: PhoneNumber;
  type: NumberType;
}): SpecialNumberType | null {
  if (emergencyNumbers[countryCallingCode]?.test(nationalNumber)) return 'emergency';
  if (satelliteCodes.has(countryCallingCode)) return 'satellite';
  if (countryCallingCode === '61' && australianSatellite.test(nationalNumber)) return 'satellite';
  if (countryCallingCode === '1' && northAmericanPayPerCall.test(nationalNumber)) return 'premium-rate';
  if (type === 'UAN' && countryCallingCode === '44' && britishLandlinePriced.test(nationalNumber))
    return null;
  return type === undefined ? null : (byType[type] ?? null);
}
