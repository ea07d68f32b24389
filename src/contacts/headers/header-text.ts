/** A header reduced to its letters and digits: `First Name`, `first_name` and `firstName` become `firstname`. */
export function plainHeader(header: string): string {
  return withoutAccents(header)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** A header as words with one space between them, without accents: `HasOptedOutOfEmail` is `has opted out of email`. */
export function spacedHeader(header: string): string {
  return snakeCase(header).replaceAll('_', ' ');
}

/** A header as the name of a variable: `First Name`, `firstName` and `first-name` become `first_name`; may be empty. */
export function snakeCase(header: string): string {
  return withoutAccents(header)
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1_$2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '');
}

/** Folds full-width letters and takes syllables apart too, so both sides of a comparison must go through it. */
export function withoutAccents(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '');
}
