import { monotonicFactory } from 'ulid';
import type { Clock } from './clock.ts';
import type { Random } from './random.ts';

/** Gives a new ULID, greater than every one it gave before. */
export type NewUlid = () => string;

/** ULIDs (https://github.com/ulid/spec) from a clock and a source of randomness, so that a simulation repeats them. */
export function createUlids({ clock, random }: { clock: Clock; random: Random }): NewUlid {
  const next = monotonicFactory(random);
  return () => next(Math.floor(clock.now()));
}
