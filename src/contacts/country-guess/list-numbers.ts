import type { Columns } from '../columns/columns.ts';
import { isOtherDevice } from '../headers/phone-columns.ts';
import { plainNumberText } from '../numbers/number-text.ts';
import { splitExtension, withoutSpreadsheetMarks } from '../numbers/written-numbers.ts';

/** Separators that always stand between two numbers. A slash may be part of a number; `atCommas` handles commas. */
const betweenNumbers = /\s*(?::::|[|\r\n]+|;(?!\s*ext=)|\s(?:or|oder|ou|and|und|et)\s|\s\/\s)\s*/iu;
const minDigits = 7;

/** Returns the numbers in all phone columns of a row as written, without extensions and fax numbers. */
export function writtenNumbers({ columns, row }: { columns: Columns; row: readonly string[] }): string[] {
  return columns.phones
    .filter(({ label }) => label === null || !isOtherDevice(row[label] ?? ''))
    .flatMap(({ index }) => (row[index] ?? '').split(betweenNumbers))
    .flatMap(atCommas)
    .map((text) => splitExtension(withoutSpreadsheetMarks(plainNumberText(text))).written)
    .map((text) => text.replace(/\s*[;,].*$/, ''))
    .filter((text) => text !== '');
}

/** Splits at a comma only if both sides are whole numbers; otherwise the comma is a pause before an extension. */
function atCommas(text: string): string[] {
  const parts = text.split(/\s*[,،、]\s*/);
  return parts.every((part) => part.replaceAll(/\D/g, '').length >= minDigits) ? parts : [text];
}
