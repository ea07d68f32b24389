import pino from 'pino';
import { expect, test } from 'vitest';
import { campaignDefinitionSchema } from '../../src/channels/registry.ts';
import { createSeededRandom } from '../../src/platform/random.ts';
import { createAnswering, deadShare, drawAnswers, fullPlays } from '../../src/rehearsal/expectations.ts';
import { playOnce } from '../../src/rehearsal/play.ts';
import { coverage, rangesOf } from '../../src/rehearsal/prediction.ts';
import type { Range } from '../../src/rehearsal/prediction.ts';
import { rehearse } from '../../src/rehearsal/rehearse.ts';
import { rowOf } from '../support/builders/contacts.ts';
import { listOf, playList } from './support/list-play.ts';
import type { Figures } from './support/list-play.ts';
import { simulatedAnswering } from './support/simulated-answering.ts';
import { unlimited } from '../support/service/process.ts';

const sizes = [20, 120, 500];
/** The suffixes of numbers that never answer at the simulator, and their share of the list. */
const lists = {
  'every number answers at times': { endings: ['15'], share: 0 },
  'every number drawn evenly': { endings: ['01', '02', '03', '04', '06', '07', '08', '13'], share: 0.08 },
  'many dead in all ways': { endings: ['01', '02', '04', '06', '07'], share: deadShare },
  'many that ring out': { endings: ['02', '13'], share: deadShare },
  'many that do not exist': { endings: ['06'], share: deadShare },
  'many that fail': { endings: ['07', '08'], share: deadShare },
};
const rehearsalSeeds = [1, 2, 3];
const runSeeds = Array.from({ length: 20 }, (_, index) => 1_001 + index * 7);

/** Returns the share of runs in which each figure is within its range. */
function sharesHeld(ranges: Readonly<Record<string, Range>>, runs: readonly Figures[]): Map<string, number> {
  const names = new Set([...Object.keys(ranges), ...runs.flatMap((run) => Object.keys(run))]);
  const holds = (name: string, value: number): boolean => {
    const { low, high } = ranges[name] ?? { low: 0, high: 0 };
    return low <= value && value <= high;
  };
  return new Map(
    [...names].map((name) => [name, runs.filter((run) => holds(name, run[name] ?? 0)).length / runs.length]),
  );
}

const cases = sizes.flatMap((size) => Object.entries(lists).map(([name, dead]) => ({ size, name, dead })));

test.each(cases)('ranges have the promised coverage: $size contacts, $name', ({ size, dead }) => {
  const numbers = listOf({ size, dead, random: createSeededRandom({ seed: 5 }) });
  const runs = runSeeds.map((seed) => playList({ numbers, answering: simulatedAnswering({ seed }) }));
  for (const seed of rehearsalSeeds) {
    const random = createSeededRandom({ seed });
    const plays = drawAnswers({ plays: fullPlays, random }).map((answers) =>
      playList({ numbers, answering: createAnswering({ answers, random }) }),
    );
    for (const [figure, held] of sharesHeld(rangesOf(plays, { areCovering: true }), runs)) {
      expect(held, `${figure}, rehearsal with seed ${seed}`).toBeGreaterThanOrEqual(coverage);
    }
  }
});

test('the ranges of a whole rehearsal include what the engine does with the same list', async () => {
  const dead = { endings: ['02', '06'], share: 0.2 };
  const numbers = listOf({ size: 20, dead, random: createSeededRandom({ seed: 8 }) });
  const rows = numbers.map((address, index) => rowOf(index + 1, { address }));
  const input = {
    definition: campaignDefinitionSchema.parse({
      name: 'spring',
      client: 'north',
      steps: [{ id: 'only', channel: 'voice', from: '+12025550100', flow: [{ speak: 'Hello.' }] }],
    }),
    startAt: Date.UTC(2027, 2, 1, 15),
    shared: { account: unlimited, global: unlimited, caller: unlimited },
    log: pino({ level: 'silent' }),
    async *list() {
      yield { rows, rejected: [], optOuts: [] };
    },
  };
  const rehearsal = await rehearse(input);
  const runs = [];
  for (const seed of runSeeds) {
    runs.push(
      await playOnce(
        { ...input, list: { rows, optOuts: [] } },
        { seed, answering: () => simulatedAnswering({ seed }) },
      ),
    );
  }
  const contacts = sharesHeld(
    rehearsal.ranges.contacts,
    runs.map((run) => ({ ...run.contacts })),
  );
  const calls = sharesHeld(
    rehearsal.ranges.attempts,
    runs.map((run) => ({ ...run.byDisposition, started: run.attempts })),
  );
  for (const [figure, held] of [...contacts, ...calls]) {
    expect(held, figure).toBeGreaterThanOrEqual(coverage);
  }
});
