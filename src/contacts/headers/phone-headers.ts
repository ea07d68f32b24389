import { plainHeader, spacedHeader } from './header-text.ts';
import { besideWords, companyWords, furtherWords, phoneWords, placeWords } from './phone-words.ts';

const phones = plainWords(phoneWords);
const known: ReadonlySet<string> = new Set([...phones, ...plainWords(besideWords)]);
const company = plainWords(companyWords);
const further = plainWords(furtherWords);
const places = plainWords(placeWords);
const longestKnown = Math.max(...[...known].map((word) => word.length));
const longestHeader = 80;

/**
 * The distance between the ranks of two kinds of phones. Numbers in headers (`Phone 2`) order the columns of one
 * kind.
 */
const rankStep = 100;

/**
 * Returns the rank of a header that names a phone number, or null. Columns are tried by rank, columns of equal rank
 * in the order of the file. Every word of the header must be known, in any order, with or without spaces (`Person -
 * Phone - Work`, `Mobiltelefon`, `phoneNumber`): "Agent phone" and "Phone status" are not phone columns.
 */
export function phoneRank(header: string): number | null {
  const plain = plainHeader(header);
  if (plain.length > longestHeader) return null;
  const words = wordsOf(plain);
  if (!words?.some((word) => phones.has(word))) return null;
  const ordinal = Number(words.findLast((word) => /^\d+$/.test(word)) ?? 1);
  return kindOf(words) * rankStep + ordinal;
}

function kindOf(words: readonly string[]): number {
  if (words.some((word) => company.has(word))) return 3;
  if (words.some((word) => further.has(word))) return 2;
  return words.some((word) => places.has(word)) ? 1 : 0;
}

/** Whether a header mentions a phone at all, and so may be the phone column. */
export function mentionsPhone(header: string): boolean {
  if (labelledColumn(header) !== null) return false;
  return spacedHeader(header)
    .replaceAll(/phonet\p{L}*/gu, '')
    .split(' ')
    .some((word) => [...phones].some((phone) => mentions(word, phone)));
}

/** Short phone words must match whole words: `tel` is also part of hotel and Titel. */
function mentions(word: string, phone: string): boolean {
  return phone.length > 3 || !/^[a-z]/.test(phone) ? word.includes(phone) : word === phone;
}

/**
 * The endings of the two columns of Google Contacts, `Phone 1 - Label` and `Phone 1 - Value`, in the languages of its
 * exports.
 */
const labelEnding =
  /^(.*?) (?:label|type|typ|tipo|libelle|etichetta|etiqueta|rotulo|marcador|etykieta|etikett|etiket|etichetă|eticheta|stitek|popisek|cimke|tunniste|метка|ярлык|мітка|ラベル|标签|標籤|라벨)$/u;
const valueEnding =
  / (?:value|wert|valeur|valor|valore|waarde|varde|verdi|vaerdi|værdi|wartosc|arvo|hodnota|ertek|valoare|значение|значення|deger|değeri|値|值|값)$/u;

/**
 * Returns `phone 1` for `Phone 1 - Label`, the column of Google Contacts with the kind of the number; null for other
 * headers.
 */
export function labelledColumn(header: string): string | null {
  return labelEnding.exec(spacedHeader(header))?.[1] ?? null;
}

/** Returns the part of `Phone 1 - Value` that it shares with its label column. */
export function labelStem(header: string): string {
  return spacedHeader(header).replace(valueEnding, '');
}

const extensions: ReadonlySet<string> = new Set(
  `ext extension phoneext phoneextension workphoneext workphoneextension extn extno extensionnumber durchwahl
   nebenstelle poste interno ramal anexo toestel anknytning wewnetrzny dahili 分机 分機 内線 내선 שלוחה`
    .split(/\s+/)
    .map(plainHeader),
);

/** Whether the column holds the extension of the phone column before it. */
export function isExtensionHeader(header: string): boolean {
  return extensions.has(plainHeader(header));
}

/** Splits a text without spaces into known words and digits, the longest first; null if a part is not known. */
function wordsOf(plain: string, from = 0, dead = new Set<number>()): string[] | null {
  if (from === plain.length) return [];
  if (dead.has(from)) return null;
  const digits = /^\d{1,2}(?!\d)/.exec(plain.slice(from))?.[0];
  if (digits !== undefined) {
    const rest = wordsOf(plain, from + digits.length, dead);
    if (rest) return [digits, ...rest];
  }
  for (let length = Math.min(longestKnown, plain.length - from); length > 0; length -= 1) {
    const word = plain.slice(from, from + length);
    const rest = known.has(word) ? wordsOf(plain, from + length, dead) : null;
    if (rest) return [word, ...rest];
  }
  dead.add(from);
  return null;
}

function plainWords(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).map(plainHeader).filter(Boolean));
}
