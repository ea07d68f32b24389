import { isPlaceholder } from '../placeholders.ts';

/** What a country cell says: a country, nothing (both null), or a value that is not usable (`problem`). */
export type CountryCell = { country: string | null; problem: string | null };

/** Reads the country cells of a row. Home and business address may each name one; they must agree. */
export function readCountryCells({
  texts,
  ...deps
}: {
  texts: readonly string[];
  countryOf: (text: string) => string | null;
  defaultCountry: string | null;
}): CountryCell {
  const said = texts
    .map((text) => readCountryCell({ text, ...deps }))
    .filter(({ country, problem }) => country !== null || problem !== null);
  const [first = nothing, ...others] = said;
  if (others.every(({ country }) => country === first.country)) return first;
  const names = [...new Set(said.map(({ country }) => country ?? '?'))].join(' and ');
  return { country: null, problem: `the row names several countries (${names}), and the number has no +` };
}

const nothing: CountryCell = { country: null, problem: null };

/**
 * Reads a country cell. `N/A`, `-`, `unknown` and similar values say nothing, so the country of the campaign applies.
 * `NA` can mean Namibia (ISO 3166-1) or "not available"; it is Namibia only if that is the country of the campaign.
 */
function readCountryCell({
  text,
  countryOf,
  defaultCountry,
}: {
  text: string;
  countryOf: (text: string) => string | null;
  defaultCountry: string | null;
}): CountryCell {
  if (/^na$/i.test(text)) return readNa(defaultCountry);
  if (text === '' || isPlaceholder(text)) return { country: null, problem: null };
  const country = countryOf(text);
  if (country !== null) return { country, problem: null };
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return { country, problem: `"${shown}" is not a known country, and the number has no +` };
}

function readNa(defaultCountry: string | null): CountryCell {
  if (defaultCountry === 'NA') return { country: 'NA', problem: null };
  const problem =
    'the country "NA" can mean Namibia or "not available": write Namibia, leave the cell empty, or start the number with +';
  return { country: null, problem };
}
