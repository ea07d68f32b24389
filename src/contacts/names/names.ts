import {
  groupWords,
  joiners,
  koreanSurnames,
  legalForms,
  loneWords,
  particles,
  shortJoiners,
  suffixes,
  surnamesInFront,
  titles,
  titlesOrNames,
} from './name-words.ts';
import { hasAccent, isCapitals, isInitial, isPatronymic, plainWord, recased } from './name-shapes.ts';

export type Names = { first_name: string | null; last_name: string | null; name: string | null };
type Parsed = { first: string | null; last: string | null };

const noName: Parsed = { first: null, last: null };

/**
 * Completes the names of a row. A full name yields first and last name (`Dr. Maria Silva` and `Silva, Maria` both
 * yield Maria), and first and last name yield the full one. Beside a first name, a column that is only called "name"
 * is the last name.
 *
 * Contacts are greeted by their first name, so it is null in case of doubt: companies, couples, initials, a title
 * with one name, names of languages that put the family name first.
 */
export function readNames({
  first,
  last,
  full,
  company = '',
}: {
  first: string;
  last: string;
  full: string;
  company?: string;
}): Names {
  const given = givenName(first, last);
  if (given !== null) {
    const surname = last || (full.toLowerCase().includes(given.toLowerCase()) ? '' : full);
    const name = surname === '' ? full || first : `${first} ${surname}`;
    return { first_name: given, last_name: surname || null, name };
  }
  if (full === '') return { first_name: null, last_name: last || null, name: joined(first, last) };
  const parsed = isSame(full, company) ? noName : parseFullName(full);
  const isSurname = isSame(parsed.first ?? '', last) && parsed.last === null;
  return { first_name: isSurname ? null : parsed.first, last_name: last || parsed.last, name: full };
}

/** Returns the first name in a cell of a first name column, without titles; null if there is none. */
function givenName(cell: string, surname: string): string | null {
  const text = withoutRemarks(cell);
  if (isNoName(text) || /[,;:/|]/.test(text)) return null;
  const rest = withoutTitles(text.split(' ')).words;
  const [only = ''] = rest;
  if (rest.length === 0 || (rest.length === 1 && (isInitial(only) || isLone(only)))) return null;
  if (rest.some(isGroupWord) || rest.every((word) => isConnector(word) || isTitle(word))) return null;
  // `TJ` is pronounced letter by letter, unless the whole name is in capitals.
  const isByLetters = rest.length === 1 && only.length < 3 && !isCapitals(surname);
  return isByLetters ? only : rest.map((word) => (isConnector(word) ? word : recased(word, rest))).join(' ');
}

const isBareText = /^[A-Za-z]+(?: [A-Za-z]+)*$/;

/** Removes text in brackets and quotes, text after a dash, and punctuation around the name. */
function withoutRemarks(text: string): string {
  if (isBareText.test(text)) return text;
  return text
    .replaceAll(
      /\([^)]*\)|\[[^\]]*\]|"[^"]*"(?=.)|(?<=.)"[^"]*"|\u201c[^\u201d]*\u201d|\u201e[^\u201c\u201d]*[\u201c\u201d]/g,
      ' ',
    )
    .replace(/ [-\u2013\u2014] .*$/u, '')
    .replaceAll(/^[^\p{L}\p{M}\d@]+|[^\p{L}\p{M}\d.@)]+$/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function parseFullName(full: string): Parsed {
  const text = withoutRemarks(full);
  if (isNoName(text) || /[\d;|]/.test(text) || hasFamilyNameFirst(text)) return noName;
  const parts = text
    .split(',')
    .map((part) => withoutSuffixes(part.trim().split(' ')))
    .filter((part) => part.length > 0);
  const all = parts.flat();
  if (all.some(isGroupWord) || endsInLegalForm(text) || /['’]s$/iu.test(all[0] ?? '')) return noName;
  if (isCouple(all)) return noName;
  const [one = [], two, ...more] = parts;
  if (more.length > 0) return noName;
  return two === undefined ? inOrder(one) : reversed({ surname: one, given: two });
}

/** Reads `Silva, Dr. Maria`. Two words before the comma may be a whole name, followed by a job or a company. */
function reversed({ surname, given }: { surname: readonly string[]; given: readonly string[] }): Parsed {
  const family = withoutTitles(surname).words;
  const isOneName = family.length === 1 || particles.has(plainWord(family[0] ?? ''));
  const first = withoutTitles(given).words[0];
  if (!isOneName || first === undefined || isInitial(first)) return noName;
  const isCode = isCapitals(first) && first.length <= 3 && !family.every(isCapitals);
  return { first: isCode ? null : recased(first, [...family, first]), last: family.join(' ') };
}

function inOrder(written: readonly string[]): Parsed {
  // `Weber Hans Dr.` has its title at the end, so its names may be in reverse order too.
  if (written.length > 1 && isTitle(written.at(-1) ?? '') && written.at(-1)?.endsWith('.')) return noName;
  const { words, hadTitle } = withoutTitles(written);
  const [word = '', ...others] = words;
  if (word === '') return noName;
  const isOther = others.length === 0 && ((isCapitals(word) && word.length < 4) || isLone(word));
  // `Judge Judy`, `Doc Brown`: a title with one name, or two names.
  if (isOther || (others.length === 1 && titlesOrNames.has(plainWord(word)))) return noName;
  if (others.length === 1 && isPatronymic(word)) return noName;
  const [second = ''] = others;
  if (others.length === 2 && isPatronymic(others[1] ?? ''))
    return { first: recased(second, words), last: word };
  if (others.length === 0)
    return hadTitle ? { first: null, last: word } : { first: recased(word, words), last: null };
  const capitals = words.filter(isCapitals);
  if (capitals.length > 0 && capitals.length < words.length) return byCapitals(words);
  const plain = plainWord(word);
  const isDoubtful =
    isInitial(word) ||
    (particles.has(plain) && !(plain === 'do' || plain === 'da')) ||
    (plain === 'don' && words.length > 2) ||
    surnamesInFront.has(plain) ||
    (koreanSurnames.has(plain) && /^\p{L}+-\p{Ll}+$/u.test(others.join(' '))) ||
    !/\p{L}/u.test(word);
  return isDoubtful ? noName : { first: recased(word, words), last: others.join(' ') };
}

function isLone(word: string): boolean {
  return loneWords.has(plainWord(word));
}

/** Reads names with the family name in capitals: `MÜLLER Hans`, `Hans MÜLLER`, but not `JP Morgan`. */
function byCapitals(words: readonly string[]): Parsed {
  const given = words.filter((word) => !isCapitals(word));
  const family = words.filter(isCapitals);
  const [first = ''] = given;
  const isSplit = isCapitals(words[0] ?? '') === isCapitals(words.at(-1) ?? '');
  const isInitials = family.every((word) => /^[^aeiouyäöüéèáíóú]+$/i.test(word) || word.length < 3);
  if (!isCapitals(words[0] ?? '') && isInitials && !isInitial(first)) {
    return { first, last: words.slice(1).join(' ') };
  }
  if (isSplit || isInitials || isInitial(first)) return noName;
  return { first, last: family.join(' ') };
}

/** Whether a text cannot be a name: an email address, a number, a website. */
function isNoName(text: string): boolean {
  return !/\p{L}/u.test(text) || /@|:\/\/|^www\./i.test(text);
}

/**
 * Whether the script is that of a language with the family name first: Chinese, Japanese, Korean, Vietnamese.
 * Contacts are not greeted by the given name there.
 */
function hasFamilyNameFirst(text: string): boolean {
  return (
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text) ||
    /[\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]/u.test(text.normalize('NFC'))
  );
}

function isCouple(words: readonly string[]): boolean {
  return words.some(
    (word, at) =>
      /[&+/]/.test(word) || joiners.has(word.toLowerCase()) || (at === 1 && shortJoiners.has(word)),
  );
}

function withoutTitles(words: readonly string[]): { words: readonly string[]; hadTitle: boolean } {
  let from = 0;
  while (from < words.length && isTitle(words[from] ?? '')) {
    const left = words.length - from - 1;
    const plain = plainWord(words[from] ?? '');
    if (titlesOrNames.has(plain) && left < 2 && !words[from]?.endsWith('.')) break;
    from += 1;
  }
  return { words: words.slice(from), hadTitle: from > 0 };
}

function withoutSuffixes(words: readonly string[]): readonly string[] {
  let until = words.length;
  while (until > 0 && isSuffix(words[until - 1] ?? '', until === 1)) until -= 1;
  return words.slice(0, until).filter((word) => word !== '');
}

/** Whether a word is a suffix. One that could be a name (`Ma`, `Do`) counts only in capitals or with dots. */
function isSuffix(word: string, isAlone: boolean): boolean {
  const plain = plainWord(word);
  if (!suffixes.has(plain)) return false;
  return plain.length > 2 || isCapitals(word) || word.includes('.') || (isAlone && plain !== 'ma');
}

function isTitle(word: string): boolean {
  return titles.has(plainWord(word));
}

function isConnector(word: string): boolean {
  return word === '&' || joiners.has(word.toLowerCase()) || shortJoiners.has(word.toLowerCase());
}

function isGroupWord(word: string): boolean {
  return groupWords.has(hasAccent(word) ? word.toLowerCase() : plainWord(word)) || isLongGroupWord(word);
}

/** Accents are ignored only in long words: they distinguish short ones (`Åsa`, `Sá`). */
function isLongGroupWord(word: string): boolean {
  return word.length > 5 && groupWords.has(plainWord(word));
}

function endsInLegalForm(text: string): boolean {
  const words = text.split(' ');
  const last = words.at(-1) ?? '';
  return words.length > 1 && !hasAccent(last) && legalForms.has(plainWord(last));
}

function isSame(left: string, right: string): boolean {
  return left !== '' && left.toLowerCase() === right.toLowerCase();
}

function joined(first: string, last: string): string | null {
  return [first, last].filter((part) => part !== '').join(' ') || null;
}
