import { getCountryCallingCode } from 'libphonenumber-js/max';
import type { Columns } from '../columns/columns.ts';
import { isPlaceholder } from '../placeholders.ts';
import { createRegions } from '../places/regions.ts';
import { clean } from '../variables.ts';
import { languageCountries } from './list-language.ts';
import { writtenNumbers } from './list-numbers.ts';
import { numberFits } from './number-fit.ts';
import type { NumberFit } from './number-fit.ts';
import { emailCountry, postcodeCountries } from './place-evidence.ts';

/** A country that the numbers fit, with one of them as it is dialled there. */
export type CountryCandidate = { country: string; written: string; dialled: string };

export type CountryGuess =
  /** The country is clear; `because` lists the evidence. */
  | { kind: 'clear'; country: string; because: readonly string[] }
  /** Several countries fit, or the evidence is weak. The best candidate is first. */
  | { kind: 'unclear'; numbers: number; candidates: readonly CountryCandidate[] }
  /** No guess is needed or possible: the numbers or rows name their country, or no number is valid in any country. */
  | { kind: 'none' };

type Scored = { fit: NumberFit; points: number; apart: number; because: readonly string[] };

/** A country fits if this share of the best country's valid numbers is valid in it. */
const fitShare = 0.7;
const minValid = 0.5;
const nearlyAll = 0.9;
const most = 0.8;
/** The points that a country needs, and its minimum lead over every other country that fits. */
const clearPoints = 3;
const clearLead = 2;
const fewNumbers = 3;
const shownCandidates = 6;

/**
 * Guesses the country of the numbers without + in a list. It decides only on clear evidence: where the numbers are
 * valid and how they are written, the domains of email addresses, states, postcodes, the language of the headers, and
 * the numbers with +. Countries that share a calling code count as one, because their numbers are dialled the same
 * way.
 */
export function guessCountry({
  columns,
  cells,
}: {
  columns: Columns;
  cells: readonly (readonly string[])[];
}): CountryGuess {
  const { roles, header } = columns;
  if (columns.countries.some((at) => cells.some((row) => saysSomething(row[at])))) return { kind: 'none' };
  const texts = cells.flatMap((row) => writtenNumbers({ columns, row }));
  const national = [...new Set(texts.filter(isNational))];
  const fits = numberFits(national);
  const bestValid = Math.max(0, ...fits.map(({ valid }) => valid));
  if (bestValid === 0) return { kind: 'none' };

  const column = (at: number | undefined): string[] =>
    at === undefined ? [] : cells.map((row) => row[at]?.trim() ?? '').filter((text) => text !== '');
  const evidence = {
    email: emailCountry(column(roles.email)),
    states: column(roles.region),
    postcodes: postcodeCountries({ header, cells }),
    language: languageCountries({ header, cells }),
    international: texts.filter((text) => text.startsWith('+')),
    national: national.length,
  };
  const scored = fits
    .map((fit) => score(fit, evidence))
    .sort(
      (left, right) =>
        right.points - left.points ||
        right.fit.asDialled - left.fit.asDialled ||
        familiarity(left) - familiarity(right),
    );
  const fitting = scored.filter(({ fit }) => fit.valid >= bestValid * fitShare);
  const [first, ...others] = fitting;
  if (first && isClear(first, others) && isEnough(first, evidence) && !contradicts(first.fit, evidence)) {
    return { kind: 'clear', country: first.fit.country, because: first.because };
  }
  return {
    kind: 'unclear',
    numbers: national.length,
    candidates: candidatesOf(scored.filter((one) => one.apart >= clearLead || fitting.includes(one))),
  };
}

/** Whether a text has five digits or more, no letters and no country code. */
function isNational(text: string): boolean {
  return !/^\(?(?:\+|00)|\p{L}/u.test(text) && text.replaceAll(/\D/g, '').length >= 5;
}

function saysSomething(cell = ''): boolean {
  const text = clean(cell);
  return text !== '' && !isPlaceholder(text);
}

type Evidence = {
  email: ReturnType<typeof emailCountry>;
  states: readonly string[];
  postcodes: ReadonlySet<string> | null;
  language: ReadonlySet<string> | null;
  international: readonly string[];
  national: number;
};

/** Scores a country. `apart` counts only the evidence that does not come from the form of the numbers. */
function score(fit: NumberFit, evidence: Evidence): Scored {
  const found: { points: number; apart: boolean; because: string }[] = [];
  const add = (when: boolean, points: number, because: string, apart = true): void => {
    if (when) found.push({ points, apart, because });
  };
  add(isOf(fit, evidence.email?.country), 3, evidence.email?.because ?? '');
  add(areStates(fit, evidence.states), 3, 'the states are in that country');
  add(
    evidence.postcodes !== null && isAnyOf(fit, evidence.postcodes),
    evidence.postcodes?.size === 1 ? 3 : 1,
    'the postcodes have the form of that country',
  );
  add(
    evidence.language !== null && isAnyOf(fit, evidence.language),
    2,
    'the list is in a language of the country',
  );
  add(evidence.language !== null && !isAnyOf(fit, evidence.language), -2, '');
  add(areInternational(fit, evidence), 2, 'the numbers with + are of that country');
  add(fit.asDialled >= nearlyAll, 1, 'the numbers are written as they are dialled there', false);
  add(fit.grouped >= most, 2, 'their digits are grouped as there', false);
  add(fit.punctuated >= most, 1, '', false);
  const sum = (list: typeof found): number => list.reduce((total, { points }) => total + points, 0);
  return {
    fit,
    points: sum(found),
    apart: sum(found.filter(({ apart }) => apart)),
    because: found.map(({ because }) => because).filter((text) => text !== ''),
  };
}

/**
 * Whether `first` is far enough ahead of all others. A country in which the numbers are valid mobile numbers, written
 * as they are dialled, is excluded only by other evidence or by brackets and hyphens: the grouping of digits alone is
 * too weak.
 */
function isClear(first: Scored, others: readonly Scored[]): boolean {
  if (first.points < clearPoints || first.fit.valid < minValid) return false;
  return others.every(({ fit, points, apart }) => {
    if (first.points - points < clearLead) return false;
    const isRival = fit.asDialled >= nearlyAll && fit.mobile >= minValid;
    const isRuledOut = first.apart - apart >= clearLead || first.fit.punctuated - fit.punctuated >= most;
    return !isRival || isRuledOut;
  });
}

/** Whether there is enough evidence: for one or two numbers, the grouping of digits alone is not enough. */
function isEnough({ fit, apart }: Scored, { national }: Evidence): boolean {
  return apart > 0 || fit.punctuated >= most || national >= fewNumbers;
}

/** Whether emails or postcodes point to another country. The operator is asked then. */
function contradicts(fit: NumberFit, { email, postcodes }: Evidence): boolean {
  return (email !== null && !isOf(fit, email.country)) || (postcodes !== null && !isAnyOf(fit, postcodes));
}

function areStates({ countries }: NumberFit, states: readonly string[]): boolean {
  if (states.length < 3) return false;
  const { regionsOf } = createRegions();
  const known = states.filter((state) =>
    countries.some((country) => regionsOf({ country, state, national: null })[0] !== country),
  );
  return known.length >= states.length * most;
}

function areInternational({ country }: NumberFit, { international, national }: Evidence): boolean {
  if (international.length < Math.max(3, national / 2)) return false;
  const code = `+${getCountryCallingCode(country)}`;
  const own = international.filter((text) => text.replaceAll(/[^+\d]/g, '').startsWith(code)).length;
  return own >= international.length * nearlyAll;
}

function isOf({ countries }: NumberFit, country: string | undefined): boolean {
  return countries.some((own) => own === country);
}

function isAnyOf({ countries }: NumberFit, set: ReadonlySet<string>): boolean {
  return countries.some((own) => set.has(own));
}

/**
 * Countries that most lists come from. They are shown first among equal candidates, and have no influence on the
 * guess.
 */
const familiar: readonly string[] = 'US GB IN DE FR AU ES IT BR MX NL JP PL SE ZA'.split(' ');

function familiarity({ fit: { country } }: Scored): number {
  const at = familiar.indexOf(country);
  return at < 0 ? familiar.length : at;
}

function candidatesOf(scored: readonly Scored[]): CountryCandidate[] {
  return scored
    .flatMap(({ fit: { country, example } }) => (example === null ? [] : [{ country, ...example }]))
    .slice(0, shownCandidates);
}
