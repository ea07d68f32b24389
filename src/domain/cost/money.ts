/** Money is a whole number of millionths of a unit of its currency. It is never a fraction, so sums are exact. */
export type Micros = number;

export const microsPerUnit = 1_000_000;
/** A thousand million units: sums of a million of such amounts would not be exact any more, sums of real ones are. */
const most = 1_000_000_000;

/** Reads a decimal such as `0.0085`. Null if it is negative, has an exponent, or more than six places that are not zero. */
export function readMoney(text: string): Micros | null {
  const [, whole = '', places = ''] = /^(\d{1,10})(?:\.(\d{1,12}))?$/.exec(text.trim()) ?? [];
  if (whole === '' || /[1-9]/.test(places.slice(6)) || Number(whole) > most) return null;
  return Number(whole) * microsPerUnit + Number(places.slice(0, 6).padEnd(6, '0'));
}

/** Returns `0.0085` or `12.50`: at least two places, and no more zeros than those. */
export function moneyText(micros: Micros): string {
  const size = Math.abs(micros);
  const places = String(size % microsPerUnit)
    .padStart(6, '0')
    .replace(/0{1,4}$/, '');
  return `${micros < 0 ? '-' : ''}${Math.floor(size / microsPerUnit)}.${places}`;
}
