import type { CommitResult } from '../../persistence/contract/store.ts';
import type { CandidatesInput } from './candidates.ts';

/** Those whom refused commits of a turn found barred: the next try mints nothing for them. */
export type Refused = Pick<CandidatesInput, 'suppressed' | 'barred'> & {
  note: (result: CommitResult) => void;
};

export function createRefused(): Refused {
  const suppressed = new Set<string>();
  const barred = new Set<number>();
  return {
    suppressed,
    barred,
    note(result) {
      if (result.kind !== 'conflict') return;
      for (const address of result.suppressed) suppressed.add(address);
      for (const position of result.barred) barred.add(position);
    },
  };
}
