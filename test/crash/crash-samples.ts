import { createDraw } from '../simulation/draw.ts';
import { crashRun } from './crash-run.ts';
import type { Crashes, CrashRun } from './crash-run.ts';
import { largeScenario } from './scenarios.ts';

/** The number of processes that die one after another in one campaign. */
export const crashesPerRun = 8;
/**
 * The approximate number of crossings per contact. A crash that is drawn after the end of the campaign does not
 * happen.
 */
const crossingsPerPerson = 70;
/** The number of crossings after a start that count as recovery. */
const recovery = 80;

/** Draws crossings of a whole campaign; every third process dies during recovery. */
function drawCrashes({ seed, people, count }: { seed: number; people: number; count: number }): Crashes {
  const draw = createDraw({ seed, purpose: 'moments' });
  const longest = Math.floor((1.5 * people * crossingsPerPerson) / count);
  return Array.from({ length: count }, () => ({
    crossing: draw.chance(1 / 3) ? draw.int(1, recovery) : draw.int(1, longest),
    downMs: draw.pick([0, 500, 20_000, 240_000]),
  }));
}

/**
 * A campaign of a few hundred contacts with this number of crashes, at crossings drawn from the seed. It replays
 * exactly.
 */
export function crashSample({
  seed,
  people,
  count,
}: {
  seed: number;
  people: number;
  count: number;
}): Promise<CrashRun> {
  return crashRun({
    scenario: largeScenario({ seed, people }),
    crashes: drawCrashes({ seed, people, count }),
  });
}
