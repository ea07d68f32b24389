import { parseArgs } from 'node:util';

/** What the command line chose: sizes, contacts per turn, calendars, and rows per chunk of the import. */
export type Options = { sizes: readonly number[]; batch: number; calendars: number; chunk: number };

const usualSizes = [10_000, 100_000, 1_000_000];

/** Reads the command line; throws on a word that is not a number. */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      batch: { type: 'string', default: '500' },
      calendars: { type: 'string', default: '1' },
      chunk: { type: 'string', default: '2000' },
    },
  });
  return {
    sizes: positionals.length > 0 ? positionals.map(toNumber) : usualSizes,
    batch: toNumber(values.batch),
    calendars: toNumber(values.calendars),
    chunk: toNumber(values.chunk),
  };
}

function toNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`${text} is not a whole number above 0.`);
  return number;
}
