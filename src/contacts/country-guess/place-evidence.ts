import { plainHeader } from '../headers/header-text.ts';

/** Domain endings that are sold worldwide or belong to no single country. */
const worldwide: ReadonlySet<string> = new Set(
  'ac ag ai am bz cc cd co cx dj eu fm gg gl gs im in io is la li lv ly me ms mu nu pw re sc sh st tk to tv vc vg ws'.split(
    ' ',
  ),
);
/** Endings of `worldwide` that still mean their country if at least half of the addresses have them. */
const alsoReal: ReadonlySet<string> = new Set('in co lv is li'.split(' '));

const minAddresses = 2;
const clearShare = 0.8;

/**
 * Returns the country whose domain the email addresses of a list use, and the evidence in words; null if it is not
 * clear.
 */
export function emailCountry(emails: readonly string[]): { country: string; because: string } | null {
  const counts = new Map<string, number>();
  for (const email of emails) {
    const ending = /\.([a-z]{2})$/i.exec(email.trim())?.[1]?.toLowerCase();
    if (ending === undefined || (worldwide.has(ending) && !alsoReal.has(ending))) continue;
    counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const [first] = [...counts].sort(([, left], [, right]) => right - left);
  if (!first) return null;
  const [ending, count] = first;
  const needed = alsoReal.has(ending) ? emails.length * 0.5 : emails.length * 0.2;
  if (count < minAddresses || count < all * clearShare || count < needed) return null;
  return {
    country: ending === 'uk' ? 'GB' : ending.toUpperCase(),
    because: `${count} email addresses end in .${ending}`,
  };
}

const postcodeHeaders: ReadonlySet<string> = new Set(
  'zip zipcode postcode postalcode postal plz postleitzahl codepostal codigopostal cp cep cap postnummer postnr kodpocztowy psc pincode pin eircode'.split(
    ' ',
  ),
);

/** Postcode forms that one or few countries use (Universal Postal Union, addressing systems). */
const postcodes: readonly { pattern: RegExp; countries: readonly string[] }[] = [
  { pattern: /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i, countries: ['GB'] },
  { pattern: /^[A-Z]\d[A-Z] ?\d[A-Z]\d$/i, countries: ['CA'] },
  { pattern: /^\d{4} ?[A-Z]{2}$/i, countries: ['NL'] },
  { pattern: /^\d{3}-\d{4}$/, countries: ['JP'] },
  { pattern: /^\d{2}-\d{3}$/, countries: ['PL'] },
  { pattern: /^\d{4}-\d{3}$/, countries: ['PT'] },
  { pattern: /^\d{5}-\d{3}$/, countries: ['BR'] },
  { pattern: /^\d{5}-\d{4}$/, countries: ['US'] },
  { pattern: /^[A-Z]\d[\dW] ?[A-Z\d]{4}$/i, countries: ['IE'] },
  { pattern: /^\d{3} \d{2}$/, countries: ['SE', 'CZ', 'SK', 'GR'] },
  {
    pattern: /^\d{3} ?\d{3}$/,
    countries: ['IN', 'CN', 'RU', 'SG', 'KZ', 'RO', 'CO', 'VN', 'BY', 'EC', 'KG', 'UZ'],
  },
  { pattern: /^\d{4}$/, countries: 'AU NZ ZA AT CH BE DK NO LU HU BG NL PH AR CY SI GE TN BD'.split(' ') },
];

/**
 * Returns the countries whose postcodes have the form found in the list; null without a postcode column, or if no
 * form fits.
 */
export function postcodeCountries({
  header,
  cells,
}: {
  header: readonly string[];
  cells: readonly (readonly string[])[];
}): ReadonlySet<string> | null {
  const at = header.findIndex((name) => postcodeHeaders.has(plainHeader(name)));
  const filled = cells.map((row) => row[at]?.trim() ?? '').filter((code) => code !== '');
  if (at < 0 || filled.length < 3) return null;
  const found = postcodes.find(
    ({ pattern }) => filled.filter((code) => pattern.test(code)).length >= filled.length * clearShare,
  );
  return found ? new Set(found.countries) : null;
}
