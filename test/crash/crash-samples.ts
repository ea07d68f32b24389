import { createDraw } from '../simulation/draw.ts';
import { crashRun } from './crash-run.ts';
import type { Crashes, CrashRun } from './crash-run.ts';
import { largeScenario } from './scenarios.ts';

/** Processes that die one after another in one campaign. */
export const crashesPerRun = 8;
/** Crossings per person, roughly: a draw beyond the campaign's end is a crash that does not happen. */
const crossingsPerPerson = 70;
/** So many crossings after a start it is still recovering. */
const recovery = 80;

/** Moments all over a campaign; every third process dies while it still recovers. */
function drawCrashes({ seed, people, count }: { seed: number; people: number; count: number }): Crashes {
  const draw = createDraw({ seed, purpose: 'moments' });
  const longest = Math.floor((1.5 * people * crossingsPerPerson) / count);
  return Array.from({ length: count }, () => ({
    crossing: draw.chance(1 / 3) ? draw.int(1, recovery) : draw.int(1, longest),
    downMs: draw.pick([0, 500, 20_000, 240_000]),
  }));
}

/** A campaign of a few hundred people with so many crashes at crossings drawn from the seed; it replays exactly. */
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
