import { ownedStates } from '../../domain/campaign.ts';
import { readFileOnly } from './inspect.ts';

/** How many listed campaigns of a file need an owner, and how many emergency stops are in force there. */
export type Peek = { underWay: number; emergencyStops: number };

/** Counts what a store file holds and leaves it as it is. Throws as opening it does. */
export function peekFile({ path }: { path: string }): Peek {
  return readFileOnly({
    path,
    empty: { underWay: 0, emergencyStops: 0 },
    read: (readOne) => ({
      underWay: Number(
        readOne(
          `SELECT count(*) FROM campaigns
           WHERE listed = 1 AND state IN (${ownedStates.map((state) => `'${state}'`).join(', ')})`,
        ),
      ),
      emergencyStops: Number(readOne('SELECT count(*) FROM holds')),
    }),
  });
}
