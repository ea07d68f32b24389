import { breakerSpanMs, closedBreaker } from '../../../domain/breaker.ts';
import type { BreakerChange } from '../../../domain/breaker.ts';
import type { NotedOutcomes } from '../../contract/attempts/breakers.ts';
import type { BreakerSeen } from '../../contract/turn/turns.ts';
import type { Connection } from '../connection/connection.ts';
import { breakerOutcomes, breakerRows } from '../rows/attempts/breaker-rows.ts';
import { assignments, insertInto } from '../rows/columns/sql.ts';
import type { SyncStore } from '../sync-store.ts';

export type Breakers = Pick<SyncStore, 'readBreakers' | 'listBreakers'> & {
  /** Writes breakers within the transaction of a turn. Returns false if one of them has another revision. */
  write: (changes: readonly BreakerChange[]) => boolean;
  note: (noted: readonly NotedOutcomes[]) => void;
  /**
   * Returns, within the transaction of a turn, whether each breaker still has the revision on which the turn was
   * decided.
   */
  areAt: (seen: readonly BreakerSeen[]) => boolean;
};

const changed = breakerRows.pick('rev', 'open', 'failedProbes', 'probeAt', 'probe', 'failedAt', 'since');
const bucket = breakerOutcomes.pick('at', 'outcomes', 'faults');

export function createBreakers({ prepare }: Pick<Connection, 'prepare'>): Breakers {
  const read = prepare(`SELECT ${breakerRows.select()} FROM breakers WHERE key = ?`);
  const readRev = prepare('SELECT rev FROM breakers WHERE key = ?');
  const list = prepare(`SELECT ${breakerRows.select()} FROM breakers ORDER BY key`);
  const readOutcomes = prepare(`SELECT ${bucket.select()} FROM breaker_outcomes WHERE key = ? ORDER BY at`);
  const add = prepare(
    `${insertInto('breakers', breakerRows.names)} ON CONFLICT (key) DO NOTHING RETURNING 1`,
  );
  const change = prepare(
    `UPDATE breakers SET ${assignments(changed.names)} WHERE key = ? AND rev = ? RETURNING 1`,
  );
  const note = prepare(
    `${insertInto('breaker_outcomes', breakerOutcomes.names)} ON CONFLICT (key, at)
     DO UPDATE SET outcomes = outcomes + excluded.outcomes, faults = faults + excluded.faults`,
  );
  const prune = prepare('DELETE FROM breaker_outcomes WHERE key = ? AND (at < ? OR at > ?)');

  const writeOne = ({ breaker, expectedRev }: BreakerChange): boolean => {
    const written =
      expectedRev === 0
        ? add.get(...breakerRows.cells(breaker))
        : change.get(...changed.cells(breaker), breaker.key, expectedRev);
    return written !== undefined;
  };

  return {
    areAt: (seen) => seen.every(({ key, rev }) => ((readRev.get(key)?.[0] ?? 0) as number) === rev),
    write: (changes) => changes.every(writeOne),
    note(noted) {
      for (const outcomes of noted) {
        note.get(...breakerOutcomes.cells(outcomes));
        const { key, at } = outcomes;
        prune.get(key, at - 2 * breakerSpanMs, at + 2 * breakerSpanMs);
      }
    },
    readBreakers: (keys) =>
      keys.map((key) => {
        const row = read.get(key);
        return {
          breaker: row ? breakerRows.read(row) : closedBreaker(key),
          buckets: readOutcomes.all(key).map(bucket.read),
        };
      }),
    listBreakers: () => list.all().map(breakerRows.read),
  };
}
