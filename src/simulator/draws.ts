import { hash } from 'node:crypto';

/** Returns a number in [0, 1) for a purpose: always the same number for the same purpose. */
export type Draw = (purpose: string) => number;

export type Range = readonly [low: number, high: number];

/**
 * Creates random numbers that depend only on the seed, the subject and the purpose. The order of requests and draws
 * that are added elsewhere do not change what happens to a call.
 */
export function createDraw({ seed, subject }: { seed: number; subject: string }): Draw {
  return (purpose) => digest(`${seed}|${subject}|${purpose}`).readUIntBE(0, 6) / 2 ** 48;
}

/** Returns a whole number in the range, in the unit of the range. Both ends are included. */
export function drawBetween({ draw, purpose, range }: { draw: Draw; purpose: string; range: Range }): number {
  const [low, high] = range;
  return Math.round(low + draw(purpose) * (high - low));
}

/** Returns one of the names, with a probability in proportion to its weight; null if no weight is above zero. */
export function drawWeighted<Name extends string>({
  value,
  weights,
}: {
  value: number;
  weights: Partial<Record<Name, number>>;
}): Name | null {
  const entries = Object.entries(weights) as Array<[Name, number]>;
  let left = value * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [name, weight] of entries) {
    left -= weight;
    if (left < 0) return name;
  }
  return null;
}

/** Returns a UUID in the form of version 4: always the same one for the same seed and subject. */
export function drawUuid({ seed, subject }: { seed: number; subject: string }): string {
  const bytes = digest(`${seed}|uuid|${subject}`).subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
