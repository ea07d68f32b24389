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
  if (satelliteCodes.has(countryCallingCode)) return 'satellite';
  if (countryCallingCode === '61' && australianSatellite.test(nationalNumber)) return 'satellite';
  if (countryCallingCode === '1' && northAmericanPayPerCall.test(nationalNumber)) return 'premium-rate';
  if (type === 'UAN' && countryCallingCode === '44' && britishLandlinePriced.test(nationalNumber))
    return null;
  return type === undefined ? null : (byType[type] ?? null);
}
