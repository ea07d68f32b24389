/** A number as written, and the extension that was written with it, or null. */
export type WrittenNumber = { written: string; extension: string | null };

const extensionWords = [
  'extensions?|extn?|ext|x|xtn|durchwahl|dw|apparat|app|nebenstelle|nst|klappe|kl|poste|interno|int|anexo|ramal',
  'extensi[oó]n|toestel|tst|anknytning|ankn|ank|lokalnummer|lok|linje|alanumero|wewn?|wewnętrzny|klapka|linka|mell[eé]k',
  'dahili|доб(?:авочный)?|вн(?:утр(?:енний)?)?|εσωτ(?:ερικό)?|内線|内线|分机|分機|내선|שלוחה|تحويلة',
].join('|');
const extensionEnding = new RegExp(
  String.raw`^(.*\d[)\s]*?)[\s,;(-]*(?:#|(?<![\p{L}])(?:${extensionWords}))[.:=\s]*(\d{1,7})\s*[)#]?$`,
  'iu',
);
/** A pause and more digits, as phones store an extension: `+12125550139,101`. */
const pauseEnding = /^(.*\d)\s*(?:,+|[pPwW]+)\s*(\d{1,6})#?$/;
/** A label before a number: `Mobile: `, `tel:`, `H `. */
const label =
  /^(?:\p{L}[\p{L}. ()-]{0,20}[:：]|(?:[HWMCOTP]|home|work|mobile|mob|cell|office|tel|phone|ph)\.?(?=\s))\s*(?=[+(\d])/iu;
/** A remark after a number: ` (mobile)`. */
const remark = /(?<=\d)\s*[([]\s*[\p{L}][\p{L} .-]{0,20}[)\]]$/u;

/** Splits off an extension that is written in one of the usual ways, RFC 3966 (`;ext=`) included. */
export function splitExtension(text: string): WrittenNumber {
  const bare = text.replace(label, '').replace(remark, '');
  const match = extensionEnding.exec(bare);
  return match
    ? { written: (match[1] ?? '').trim(), extension: match[2] ?? null }
    : { written: bare, extension: null };
}

/** Splits off the digits after a pause as an extension; null if the text has no pause. */
export function splitPause(text: string): WrittenNumber | null {
  const match = pauseEnding.exec(text);
  return match ? { written: match[1] ?? '', extension: match[2] ?? null } : null;
}

/**
 * The separators of several numbers in one cell, the clearest first. `:::` is the separator of Google Contacts. A
 * slash may also be part of one number (030/901820), so it is last.
 */
export const numberSeparators: readonly RegExp[] = [
  /\s*:::\s*/,
  /\s*(?:[|]+|;(?!\s*ext=)|\s(?:or|and|oder|und|ou|et|o|y|e|of|en|eller|och|og|lub|i|или|и)\s|&)\s*/iu,
  /\s*[,،、]\s*/,
  /\s+\/\s+/,
  /\s*\/\s*/,
];

/**
 * Removes what spreadsheets and exports add to keep a phone number as text ('+1…, ="+1…"), or get wrong
 * (12025550100.0).
 */
export function withoutSpreadsheetMarks(text: string): string {
  return /^(?:['’‘`]|=")|\.0$/.test(text)
    ? text
        .replace(/^="(.*)"$/, '$1')
        .replace(/^['’‘`]+/, '')
        .replace(/^(\d+)\.0$/, '$1')
        .trim()
    : text;
}
