import { RingmasterError } from '../errors.ts';
import { moneyText, readMoney } from './money.ts';
import type { Rate } from './rate.ts';

/** The rates of a client, or (client `*`) of all clients, from an instant on. `text`: its lines, see `readRates`. */
export type RateTable = {
  client: string;
  validFrom: number;
  text: string;
  rates: number;
  importedAt: number;
  by: string;
};

const header = 'prefix,rate,currency,increment,minimum';
const mostRates = 100_000;
const mostShown = 10;
/** The billing of a line that does not say it: whole minutes. */
const usualIncrement = 60;
const longestIncrement = 3_600;

/** A line that cannot be read. `line`: from 1. */
export type RateIssue = { line: number; detail: string };

/**
 * Reads a rate table: CSV lines of `prefix,rate per minute,currency[,billing increment,minimum]`, the last two in seconds,
 * with or without a header line. Empty lines and lines that begin with `#` are left out. Throws `rates.invalid` with the
 * first lines that cannot be read; a table is valid completely or not at all.
 */
export function readRates(text: string): Rate[] {
  const rates: Rate[] = [];
  const issues: RateIssue[] = [];
  const seen = new Map<string, number>();
  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .forEach((content, index) => {
      const cells = content.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
      if (content.trim() === '' || content.startsWith('#')) return;
      if (rates.length === 0 && issues.length === 0 && /^[a-z _]+$/i.test(cells[0] ?? '')) return;
      const line = index + 1;
      const read = readLine(cells);
      if (typeof read === 'string') return void issues.push({ line, detail: read });
      const first = seen.get(read.prefix);
      if (first !== undefined)
        return void issues.push({ line, detail: `the prefix ${read.prefix} is also in line ${first}` });
      seen.set(read.prefix, line);
      rates.push(read);
    });
  if (issues.length > 0) throw invalid(issues);
  if (rates.length === 0) throw invalid([{ line: 1, detail: 'the table has no rate' }]);
  if (rates.length > mostRates)
    throw invalid([{ line: mostRates + 1, detail: `a table has at most ${mostRates} rates` }]);
  return rates;
}

/** Returns the rate of a line, or what is wrong with it. */
function readLine(cells: readonly string[]): Rate | string {
  const [prefixText = '', rateText = '', currency = '', incrementText = '', minimumText = ''] = cells;
  const [, prefix = ''] = /^\+?(\d{1,15})$/.exec(prefixText) ?? [];
  if (prefix === '') return `"${prefixText}" is no prefix: write digits such as 44 or +4420`;
  if (prefix.startsWith('0')) return `the prefix ${prefixText} begins with 0: write it with the country code`;
  const perMinute = readMoney(rateText);
  if (perMinute === null) return `"${rateText}" is no rate: write a decimal such as 0.0085`;
  if (!/^[A-Z]{3}$/.test(currency)) return `"${currency}" is no currency: write a code such as USD`;
  const increment = readSeconds(incrementText, usualIncrement);
  if (increment === null || increment === 0)
    return `"${incrementText}" is no billing increment: write whole seconds from 1 to ${longestIncrement}`;
  const minimum = readSeconds(minimumText, increment);
  if (minimum === null)
    return `"${minimumText}" is no minimum: write whole seconds up to ${longestIncrement}`;
  if (cells.length > 5) return `it has ${cells.length} values; a line has at most five`;
  return { prefix, perMinute, currency, increment, minimum };
}

function readSeconds(text: string, usual: number): number | null {
  if (text === '') return usual;
  const seconds = /^\d{1,4}$/.test(text) ? Number(text) : Infinity;
  return seconds <= longestIncrement ? seconds : null;
}

function invalid(issues: readonly RateIssue[]): RingmasterError {
  const [first] = issues;
  const others = issues.length - 1;
  const more = others === 0 ? '' : ` (and ${others} more)`;
  return new RingmasterError({
    code: 'rates.invalid',
    family: 'invalid',
    message: `Line ${first?.line}: ${first?.detail}${more}. Nothing was stored.`,
    hint: 'Each line is prefix,rate per minute,currency[,billing increment,minimum], such as 44,0.0120,USD,60,60.',
    details: { issues: issues.slice(0, mostShown) },
  });
}

/** Returns the lines of a table, by prefix, with a header. `readRates` reads them again. */
export function ratesText(rates: readonly Rate[]): string {
  const lines = rates
    .toSorted((left, right) => (left.prefix < right.prefix ? -1 : 1))
    .map(({ prefix, perMinute, currency, increment, minimum }) =>
      [prefix, moneyText(perMinute), currency, increment, minimum].join(','),
    );
  return `${[header, ...lines].join('\n')}\n`;
}
