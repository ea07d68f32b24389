/** Whether a word has a letter with an accent (`é`, `ü`). */
export function hasAccent(word: string): boolean {
  return /\p{M}/u.test(word.normalize('NFKD'));
}

/** Whether a word is an initial: `J.`, `J`, `J.-P.`, `J.R.` */
export function isInitial(word: string): boolean {
  return /^(?:\p{L}\.?-?)(?:\p{L}\.)*$/u.test(word) && /^\p{L}\.?$|\./u.test(word);
}

/** Whether a word has two letters or more, all of them capitals. */
export function isCapitals(word: string): boolean {
  return (
    word.replaceAll(/[^\p{L}]/gu, '').length > 1 && word === word.toUpperCase() && word !== word.toLowerCase()
  );
}

/**
 * Whether a word is a patronymic. As the third name (`Иванов Иван Иванович`) it shows that the family name is first.
 */
export function isPatronymic(word: string): boolean {
  return /(?:[ое]вич|[ое]вна|ична|ич|івна|ovich|evich|ovna|evna)$/iu.test(word);
}

/** Returns the word with a capital only in front (`Anna`) if the whole name is written in capitals or in lower case. */
export function recased(word: string, all: readonly string[]): string {
  const text = all.join(' ');
  if (text !== text.toUpperCase() && text !== text.toLowerCase()) return word;
  return word
    .toLowerCase()
    .replaceAll(
      /(^|[-'\u2019])(\p{L})/gu,
      (_, before: string, letter: string) => before + letter.toUpperCase(),
    );
}

/** Most names have only these letters; they take a faster path. */
const isBare = /^[A-Za-z]+$/;

/** Returns a word in the form of `name-words.ts`: lower case, without accents, dots and hyphens. */
export function plainWord(word: string): string {
  if (isBare.test(word)) return word.toLowerCase();
  return word
    .normalize('NFKD')
    .replaceAll(/[\p{M}.\-,;:'\u2019]/gu, '')
    .toLowerCase();
}
