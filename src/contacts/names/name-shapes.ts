/** Whether a word has a letter with a mark (`é`, `ü`). */
export function hasAccent(word: string): boolean {
  return /\p{M}/u.test(word.normalize('NFKD'));
}

/** `J.`, `J`, `J.-P.`, `J.R.` */
export function isInitial(word: string): boolean {
  return /^(?:\p{L}\.?-?)(?:\p{L}\.)*$/u.test(word) && /^\p{L}\.?$|\./u.test(word);
}

/** Two letters or more, and all of them capitals. */
export function isCapitals(word: string): boolean {
  return (
    word.replaceAll(/[^\p{L}]/gu, '').length > 1 && word === word.toUpperCase() && word !== word.toLowerCase()
  );
}

/** The third name of `Иванов Иван Иванович`, which makes clear that the family name comes first. */
export function isPatronymic(word: string): boolean {
  return /(?:[ое]вич|[ое]вна|ична|ич|івна|ovich|evich|ovna|evna)$/iu.test(word);
}

/** `ANNA` and `anna` are Anna where the whole name is written that way. */
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

/** Most names are only these letters, and are read quickly. */
const isBare = /^[A-Za-z]+$/;

/** A word in the form of `name-words.ts`: lower case, without accents, dots and hyphens. */
export function plainWord(word: string): string {
  if (isBare.test(word)) return word.toLowerCase();
  return word
    .normalize('NFKD')
    .replaceAll(/[\p{M}.\-,;:'\u2019]/gu, '')
    .toLowerCase();
}
