import type { CommitResult, Turn } from '../../contract/store.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { Chunks } from './chunks.ts';
import type { Persons } from '../persons/persons.ts';
import type { ContactReach } from '../persons/reach.ts';

type Conflict = Extract<CommitResult, { kind: 'conflict' }>;

/**
 * Returns everything that has changed since the turn was decided and conflicts with it. It is called after the
 * transaction of the turn was rolled back. Another connection may commit in between: see `CommitResult`.
 */
export function createConflictReader({
  readHead,
  chunks,
  reach,
  persons,
}: {
  readHead: ReadHead;
  chunks: Chunks;
  reach: ContactReach;
  persons: Persons;
}): (turn: Turn) => Conflict {
  return (turn) => {
    const campaign = readHead(turn.record.id)?.number ?? -1;
    return {
      kind: 'conflict',
      persons: persons.outdated(turn.persons),
      barred: reach.barred({ campaign, turn }),
      identities: turn.chunk ? chunks.takenIdentities(campaign, turn.chunk) : [],
    };
  };
}
