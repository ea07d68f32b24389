import { keyKind, optOutReasons, touchOptOut } from '../../domain/contact/opt-out.ts';

/** Stands in place of a text that was removed. */
export const erasedText = '[erased]';

export type Redactor = {
  /** Returns the text without the removed texts; null if it has none of them. */
  text: (text: string) => string | null;
  /** Returns empty cells if one of them has a removed text or a form of a removed number; else null. */
  cells: (cells: readonly string[]) => readonly string[] | null;
};

/** The digits of a number that also stand in its national form. */
const nationalDigits = 9;
const leastDigits = 7;

/** `texts`: addresses, external ids and names. Letters match in either case. */
export function createRedactor(texts: readonly string[]): Redactor {
  const numbers = texts.filter((text) => text.startsWith('+') && keyKind(text) === 'phone').map(digitsOf);
  const words = [...new Set([...texts, ...numbers])].filter((text) => text.trim() !== '');
  const pattern =
    words.length === 0
      ? null
      : new RegExp(
          words
            .toSorted((left, right) => right.length - left.length)
            .map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
            .join('|'),
          'gi',
        );
  const ends = numbers
    .map((digits) => digits.slice(-nationalDigits))
    .filter((end) => end.length >= leastDigits);
  const text = (found: string): string | null => {
    if (pattern === null) return null;
    const redacted = found.replaceAll(pattern, erasedText);
    return redacted === found ? null : redacted;
  };
  return {
    text,
    cells(cells) {
      const isTheirs = cells.some(
        (cell) => text(cell) !== null || ends.some((end) => digitsOf(cell).endsWith(end)),
      );
      return isTheirs ? blankCells(cells) : null;
    },
  };
}

/** As many empty cells as a row had, so that a list with its results keeps its columns. */
export function blankCells(cells: readonly string[]): readonly string[] {
  return cells.map(() => '');
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, '');
}

const knownReasons: ReadonlySet<string> = new Set([...Object.values(optOutReasons), touchOptOut]);

/** Returns the reason of a suppression as it is kept after an erasure: other reasons than opt-outs are free text. */
export function keptReason(reason: string): string {
  return knownReasons.has(reason) ? reason : 'erased';
}
