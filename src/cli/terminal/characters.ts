import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';

const segmenter = new Intl.Segmenter();

/** Returns the visible characters of a text: an emoji, or a letter with its accents, is one character. */
export function characters(text: string): string[] {
  return [...segmenter.segment(text)].map(({ segment }) => segment);
}

/** Returns the number of terminal rows of a line. A wide character does not fit into the last column of a row. */
export function rowsOf({ line, columns }: { line: string; columns: number }): number {
  let [rows, used] = [1, 0];
  for (const character of characters(stripVTControlCharacters(line))) {
    const width = stringWidth(character);
    if (used + width > columns) [rows, used] = [rows + 1, 0];
    used += width;
  }
  return rows;
}
