import type { CountryCandidate } from '../../contacts/country-guess/guess-country.ts';
import { RingmasterError } from '../../domain/errors.ts';

/** The country of the numbers without + in a list, and its source. `because` is the evidence of a guess. */
export type ListCountry = {
  code: string | null;
  source: 'campaign' | 'option' | 'guess' | 'none';
  because: readonly string[];
};

/** Returns the country that a campaign sets for its lists. */
export function campaignCountry(code: string | undefined): ListCountry {
  return { code: code ?? null, source: code === undefined ? 'none' : 'campaign', because: [] };
}

/**
 * Returns `Country: numbers without + are read as Spain (ES): 2 email addresses end in .es. --country sets another
 * one.`
 */
export function countryLine({ code, source, because }: ListCountry): string {
  if (code === null)
    return 'Country: none is set (--country or contacts.country). A number without + requires a country in its row.';
  const read = `Country: numbers without + are read as ${countryName(code)} (${code})`;
  if (source === 'guess') return `${read}: ${because.join(', ')}. --country sets another one.`;
  return source === 'option' ? `${read}, as --country says.` : `${read}, as contacts.country says.`;
}

/**
 * The error of a list with an unclear country. It shows numbers of the list, so that the user can decide. It is
 * written to the terminal, never to a log.
 */
export function countryUnclear({
  path,
  numbers,
  candidates,
}: {
  path: string;
  numbers: number;
  candidates: readonly CountryCandidate[];
}): RingmasterError {
  const examples = candidates.map(
    ({ country, written, dialled }) =>
      `${countryName(country)} (${country}): "${written}" is dialled as ${dialled}`,
  );
  return new RingmasterError({
    code: 'import.country-unclear',
    family: 'invalid',
    message: `The country of the ${numbers} numbers without + in ${path} is not clear. Possible countries: ${examples.join('; ')}; or others`,
    hint: 'Set the country with --country and its two-letter code, add a country column, or write the numbers with +',
    details: { candidates },
  });
}

function countryName(code: string): string {
  return new Intl.DisplayNames('en', { type: 'region' }).of(code) ?? code;
}
