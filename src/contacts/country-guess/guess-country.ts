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

/** A country that the numbers fit, with one of them as it would be dialled. */
export type CountryCandidate = { country: string; written: string; dialled: string };

export type CountryGuess =
  /** Clear, and what shows it. */
  | { kind: 'clear'; country: string; because: readonly string[] }
  /** Several fit, or nothing shows which: the best first. */
  | { kind: 'unclear'; numbers: number; candidates: readonly CountryCandidate[] }
  /** The list needs no country: its numbers say theirs, its rows do, or no number fits anywhere. */
  | { kind: 'none' };

type Scored = { fit: NumberFit; points: number; apart: number; because: readonly string[] };

/** A country fits where about as many numbers are valid as in the country where most are. */
const fitShare = 0.7;
const leastValid = 0.5;
const nearlyAll = 0.9;
const most = 0.8;
/** Points that a country needs, and by how many it must be ahead of every other one that fits. */
const clearPoints = 3;
const clearLead = 2;
const fewNumbers = 3;
const shownCandidates = 6;

/**
 * Guesses of which country the numbers without + in a list are, on clear evidence only: how they are written and where
 * they are valid, in every country that has numbers; endings of email addresses; states; postcodes; the language of
 * the headers; the numbers with +. Countries that share a calling code are one, because a number is dialled the same.
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

/** Five digits or more, no letters and no country code. */
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

/** `apart` are the points that have nothing to do with how the numbers are written. */
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
 * The leader must be ahead of all others. A country where the numbers are mobile ones, written as dialled, is ruled out
 * only by evidence apart from the numbers, or by brackets and hyphens: people group digits as they like.
 */
function isClear(first: Scored, others: readonly Scored[]): boolean {
  if (first.points < clearPoints || first.fit.valid < leastValid) return false;
  return others.every(({ fit, points, apart }) => {
    if (first.points - points < clearLead) return false;
    const isRival = fit.asDialled >= nearlyAll && fit.mobile >= leastValid;
    const isRuledOut = first.apart - apart >= clearLead || first.fit.punctuated - fit.punctuated >= most;
    return !isRival || isRuledOut;
  });
}

/** How digits are grouped says little of one or two numbers. */
function isEnough({ fit, apart }: Scored, { national }: Evidence): boolean {
  return apart > 0 || fit.punctuated >= most || national >= fewNumbers;
}

/** Evidence for another country: rather ask than choose between the two. */
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

/** Of countries that fit alike, those where most lists come from are shown first. It decides nothing. */
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
