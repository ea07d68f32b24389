import type { CommitResult, Turn } from '../../contract/store.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { Chunks } from './chunks.ts';
import type { Persons } from '../persons/persons.ts';
import type { ContactReach } from '../persons/reach.ts';

type Conflict = Extract<CommitResult, { kind: 'conflict' }>;

/**
 * Returns what a turn met that has changed since it was decided, all of it at once. It is asked after the transaction of the
 * turn was rolled back. Another connection may commit in between: see `CommitResult`.
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
