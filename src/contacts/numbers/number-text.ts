/**
 * Returns the text of a phone number cell with ASCII digits, `+`, `-` and plain spaces, and without invisible
 * characters (bidirectional and zero-width characters, soft hyphens, combining marks), which programs and
 * right-to-left texts leave around numbers. Superscripts and other compatibility characters stay, because a footnote
 * is not a digit.
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

/** Returns the ASCII digit. The ten digits of a script are consecutive in Unicode (Unicode Standard, 4.6). */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && decimalDigit.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}
