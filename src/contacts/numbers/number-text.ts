/**
 * Writes a phone number cell with ASCII digits, `+`, `-` and plain spaces, and without marks that nobody sees:
 * bidirectional and zero-width characters, soft hyphens, combining marks. Programs and right-to-left texts leave them
 * around numbers. Superscripts and other compatibility characters stay, because a footnote is no digit.
 */
export function plainNumberText(text: string): string {
  if (isPlain.test(text)) return text.trim();
  return text
    .replaceAll(/[\p{Cf}\p{M}]/gu, '')
    .replaceAll(/[\uff01-\uff5e]/g, (wide) => String.fromCodePoint((wide.codePointAt(0) ?? 0) - 0xfee0))
    .replaceAll(/[\ufe62\u02d6]/g, '+')
    .replaceAll(/[\p{Pd}\u2212\u30fc]/gu, '-')
    .replaceAll(/\p{Nd}/gu, digitOf)
    .replaceAll(/\s+/g, ' ')
    .trim();
}

const isPlain = /^[\u0020-\u007e]*$/;
const decimalDigit = /^\p{Nd}$/u;

/** Unicode keeps the ten digits of a script together in their order (Unicode Standard, 4.6), each block on its own. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && decimalDigit.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}
