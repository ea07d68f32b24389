import { keyKind, optOutReasons, touchOptOut } from '../../domain/contact/opt-out.ts';
import { redactJson } from './redact-json.ts';

/** Stands in place of a text that was removed. */
export const erasedText = '[erased]';

export type Redactor = {
  /**
   * Returns the text without the removed texts; null if it has none of them. JSON stays JSON of the same shape: keys that
   * are identifiers, ids, codes and instants stay also if they have a removed text in them.
   */
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
  const ends = numbers
    .map((digits) => digits.slice(-nationalDigits))
    .filter((end) => end.length >= leastDigits);
  const text = words.length === 0 ? () => null : createTextRedaction(words);
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

function createTextRedaction(words: readonly string[]): Redactor['text'] {
  const pattern = anyOf(words);
  // A word with a quote or a backslash stands in JSON with escapes.
  const inJson = anyOf([...words, ...words.map((word) => JSON.stringify(word).slice(1, -1))]);
  const plain = (found: string): string => found.replaceAll(pattern, erasedText);
  const removed: ReadonlySet<unknown> = new Set([...words, ...words.filter(isLongNumber).map(Number)]);
  return (found) => {
    if (found.search(inJson) === -1) return null;
    const json = readJson(found);
    const [before, after] =
      json === null
        ? [found, plain(found)]
        : [JSON.stringify(json), JSON.stringify(redactJson(json, { removed, plain }))];
    return after === before ? null : after;
  };
}

function anyOf(words: readonly string[]): RegExp {
  const alternatives = [...new Set(words)]
    .toSorted((left, right) => right.length - left.length)
    .map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  return new RegExp(alternatives.join('|'), 'gi');
}

/** Shorter numbers are also counts and positions. */
function isLongNumber(word: string): boolean {
  return /^[1-9]\d{7,14}$/.test(word);
}

/** Returns the object or array that a text is in JSON; null for any other text. */
function readJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
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
