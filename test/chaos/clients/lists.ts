const lastDigits = { from: 15, count: 80 };
const perExchange = 100 * lastDigits.count;
const firstExchange = 220;

/** Returns a valid number of New York whose last digits let the carrier draw how it answers. */
export function phoneOf(index: number): string {
  const exchange = firstExchange + Math.floor(index / perExchange);
  const line = index % perExchange;
  const last = lastDigits.from + (line % lastDigits.count);
  const digits = `${Math.floor(line / lastDigits.count)}`.padStart(2, '0') + String(last);
  return `+1212${exchange}${digits}`;
}

/** Returns a list of contacts as CSV. */
export function csvOf(numbers: readonly string[]): string {
  return ['phone,timezone', ...numbers.map((number) => `${number},America/New_York`), ''].join('\n');
}
