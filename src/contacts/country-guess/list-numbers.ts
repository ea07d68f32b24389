import type { Columns } from '../columns/columns.ts';
import { isOtherDevice } from '../headers/phone-columns.ts';
import { plainNumberText } from '../numbers/number-text.ts';
import { splitExtension, withoutSpreadsheetMarks } from '../numbers/written-numbers.ts';

/** Separates numbers for certain; a slash may be part of one, a comma is looked at. */
const betweenNumbers = /\s*(?::::|[|\r\n]+|;(?!\s*ext=)|\s(?:or|oder|ou|and|und|et)\s|\s\/\s)\s*/iu;
const leastDigits = 7;

/** The numbers in all phone columns of a row as they are written, without extensions; faxes are left out. */
export function writtenNumbers({ columns, row }: { columns: Columns; row: readonly string[] }): string[] {
  return columns.phones
    .filter(({ label }) => label === null || !isOtherDevice(row[label] ?? ''))
    .flatMap(({ index }) => (row[index] ?? '').split(betweenNumbers))
    .flatMap(atCommas)
    .map((text) => splitExtension(withoutSpreadsheetMarks(plainNumberText(text))).written)
    .map((text) => text.replace(/\s*[;,].*$/, ''))
    .filter((text) => text !== '');
}

/** A comma with a whole number on each side stands between numbers; else it is a pause before an extension. */
function atCommas(text: string): string[] {
  const parts = text.split(/\s*[,،、]\s*/);
  return parts.every((part) => part.replaceAll(/\D/g, '').length >= leastDigits) ? parts : [text];
}
