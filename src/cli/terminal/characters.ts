import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';

const segmenter = new Intl.Segmenter();

/** The characters of a text as a reader counts them: an emoji or a letter with its accents is one. */
export function characters(text: string): string[] {
  return [...segmenter.segment(text)].map(({ segment }) => segment);
}

/** How many rows of a terminal a line takes; a wide character does not fit into the last column of a row. */
export function rowsOf({ line, columns }: { line: string; columns: number }): number {
  let [rows, used] = [1, 0];
  for (const character of characters(stripVTControlCharacters(line))) {
    const width = stringWidth(character);
    if (used + width > columns) [rows, used] = [rows + 1, 0];
    used += width;
  }
  return rows;
}
