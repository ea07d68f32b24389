import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { createGeocodes } from '../../../contacts/places/geocodes.ts';

/** The digits of an area code in North America. */
const areaDigits = 3;

/**
 * Creates the function that returns where a phone number is: its area code (North America) or the area of its prefix, its
 * state or region if the prefix tells it, and its country. The areas are those of libphonenumber (resources/geocoding),
 * which are read when they are first needed. Numbers without an area, such as mobile numbers of most countries, have only
 * their country.
 */
export function createCallerPlaces(): (address: string) => readonly string[] {
  const geocodes = createGeocodes();
  const areasOf = (code: string, national: string): readonly string[] => {
    try {
      const digits = code === '1' ? areaDigits : null;
      return geocodes.placesOf({ code, digits, national });
    } catch {
      // There is no file for this calling code.
      return [];
    }
  };
  return (address) => {
    const number = parsePhoneNumberFromString(address);
    if (!number) return [];
    const { countryCallingCode: code, nationalNumber: national, country = code } = number;
    const areas = areasOf(code, national).map((area) => `area ${code} ${area}`);
    const own = code === '1' ? [`code ${code} ${national.slice(0, areaDigits)}`] : [];
    return [...own, ...areas, `country ${country}`];
  };
}
