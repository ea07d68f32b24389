import type { CountryCandidate } from '../../contacts/country-guess/guess-country.ts';
import { RingmasterError } from '../../domain/errors.ts';

/** The country of a list's numbers without +, and where it comes from. `because` is what a guess rests on. */
export type ListCountry = {
  code: string | null;
  source: 'campaign' | 'option' | 'guess' | 'none';
  because: readonly string[];
};

/** The country that a campaign sets for its lists. */
export function campaignCountry(code: string | undefined): ListCountry {
  return { code: code ?? null, source: code === undefined ? 'none' : 'campaign', because: [] };
}

/** `Numbers without + are read as Spain (ES): 2 email addresses end in .es. --country sets another one.` */
export function countryLine({ code, source, because }: ListCountry): string {
  if (code === null)
    return 'Country: none is set (--country or contacts.country); a number without + needs one in its row.';
  const read = `Country: numbers without + are read as ${countryName(code)} (${code})`;
  if (source === 'guess') return `${read}: ${because.join(', ')}. --country sets another one.`;
  return source === 'option' ? `${read}, as --country says.` : `${read}, as contacts.country says.`;
}

/** Shows the user's own numbers, so that they can tell: this goes to the terminal, never to a log. */
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
    message: `${path} does not show which country its ${numbers} numbers without + belong to. Possible are ${examples.join('; ')}; or others`,
    hint: 'Name the country with --country and its two letters, add a country column, or write the numbers with +',
    details: { candidates },
  });
}

function countryName(code: string): string {
  return new Intl.DisplayNames('en', { type: 'region' }).of(code) ?? code;
}
