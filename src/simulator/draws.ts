import { hash } from 'node:crypto';

/** A number in [0, 1) for each purpose, always the same one for the same purpose. */
export type Draw = (purpose: string) => number;

export type Range = readonly [low: number, high: number];

/**
 * Randomness without a stream: each number depends on the seed, the subject and the purpose alone, so that neither
 * the order of requests nor a draw added elsewhere changes what happens to a call.
 */
export function createDraw({ seed, subject }: { seed: number; subject: string }): Draw {
  return (purpose) => digest(`${seed}|${subject}|${purpose}`).readUIntBE(0, 6) / 2 ** 48;
}

/** Whole milliseconds (or whatever the range counts) between both ends of the range. */
export function drawBetween({ draw, purpose, range }: { draw: Draw; purpose: string; range: Range }): number {
  const [low, high] = range;
  return Math.round(low + draw(purpose) * (high - low));
}

/** One of the names, each with the probability its weight gives it; null when no weight is above zero. */
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

/** A version 4 shaped UUID that the same seed and subject always give. */
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
