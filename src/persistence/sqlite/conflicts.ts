import type { CommitResult, Turn } from '../contract.ts';
import type { Chunks } from './chunks.ts';
import type { Connection } from './connection.ts';
import type { Suppressions } from './suppressions.ts';

type Conflict = Extract<CommitResult, { kind: 'conflict' }>;

/**
 * Gives what a turn meets that has changed since it was decided, all of it at once, or null. It runs after the turn's
 * own suppressions are in, so that nobody is minted who is suppressed in the same turn.
 */
export function findConflict({
  connection,
  chunks,
  suppressions,
}: {
  connection: Connection;
  chunks: Chunks;
  suppressions: Suppressions;
}): (turn: Turn, campaign: number) => Conflict | null {
  const readRev = connection.prepare('SELECT rev FROM parties WHERE id = ?');
  return (turn, campaign) => {
    const parties = turn.parties
      .filter(({ party, expectedRev }) => readRev.get(party.id)?.[0] !== expectedRev)
      .map(({ party }) => party.id);
    const suppressed = turn.minted
      .map(({ address }) => address)
      .filter((address) => suppressions.reasonFor(turn.record.client, address) !== null);
    const identities = turn.chunk ? chunks.takenIdentities(campaign, turn.chunk) : [];
    const isFree = parties.length + suppressed.length + identities.length === 0;
    return isFree ? null : { kind: 'conflict', parties, suppressed, identities };
  };
}
