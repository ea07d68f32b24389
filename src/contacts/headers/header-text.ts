/**
 * Returns only the letters and digits of a header, in lower case: `First Name`, `first_name` and `firstName` become
 * `firstname`.
 */
export function plainHeader(header: string): string {
  return withoutAccents(header)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/**
 * Returns a header as words with single spaces, without accents: `HasOptedOutOfEmail` becomes `has opted out of
 * email`.
 */
export function spacedHeader(header: string): string {
  return snakeCase(header).replaceAll('_', ' ');
}

/**
 * Returns a header as a variable name: `First Name`, `firstName` and `first-name` become `first_name`. May be empty.
 */
export function snakeCase(header: string): string {
  return withoutAccents(header)
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1_$2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '');
}

/**
 * Removes accents. It also changes full-width letters and Korean syllables (NFKD), so use it on both sides of a
 * comparison.
 */
export function withoutAccents(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '');
}
