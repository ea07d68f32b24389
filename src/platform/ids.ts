import { monotonicFactory } from 'ulid';
import type { Clock } from './clock.ts';
import type { Random } from './random.ts';

/** Returns a new ULID, greater than all earlier ones. */
export type NewUlid = () => string;

/**
 * Creates a generator of ULIDs (https://github.com/ulid/spec). Clock and randomness are passed in, so that a
 * simulation repeats the ids.
 */
export function createUlids({ clock, random }: { clock: Clock; random: Random }): NewUlid {
  const next = monotonicFactory(random);
  return () => next(Math.floor(clock.now()));
}
