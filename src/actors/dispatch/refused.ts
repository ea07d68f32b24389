import type { CommitResult } from '../../persistence/contract/store.ts';
import type { CandidatesInput } from './candidates.ts';

/** The contacts that refused commits of a turn found barred. The next try excludes them. */
export type Refused = Pick<CandidatesInput, 'barred'> & {
  note: (result: CommitResult) => void;
};

export function createRefused(): Refused {
  const barred = new Set<number>();
  return {
    barred,
    note(result) {
      if (result.kind !== 'conflict') return;
      for (const position of result.barred) barred.add(position);
    },
  };
}
