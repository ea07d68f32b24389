import { BaseSequencer } from 'vitest/node';
import type { TestSequencer, TestSequencerConstructor, Vitest } from 'vitest/node';

/** The files that take more than ten seconds. One that started last would keep one worker busy while the others wait. */
const slow = [
  'cli/demo/demo',
  'cli/demo/demo.long',
  'persistence/sqlite/contract',
  'cli/documents/doc-commands.long',
  'simulation/simulation',
  'crash/crash-points',
  'crash/crash-points.long',
  'crash/sigkill.long',
  'rehearsal/sample-rehearsal.long',
  'channels/voice/garbage-campaign.long',
  'cli/starter/killed-starter.long',
  'queries/eta.long',
  'cli/streams',
  'cli/run/run',
];

function createSlowFirst(vitest: Vitest): TestSequencer {
  const usual = new BaseSequencer(vitest);
  const isSlow = ({ moduleId }: { moduleId: string }): boolean =>
    slow.some((name) => moduleId.endsWith(`/test/${name}.test.ts`));
  return {
    shard: (files) => usual.shard(files),
    async sort(files) {
      const sorted = await usual.sort(files);
      return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
    },
  };
}

/** Vitest calls its sequencer with `new`, which returns the object that this function returns. */
export const slowFirst = function (vitest: Vitest) {
  return createSlowFirst(vitest);
} as unknown as TestSequencerConstructor;
