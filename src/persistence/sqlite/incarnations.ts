import type { IncarnationStore } from '../contract/incarnations/incarnations.ts';
import { incarnationMissing, nextIncarnation, phaseAfter } from '../common/incarnation-rules.ts';
import type { Incarnation } from '../../domain/incarnation.ts';
import type { Connection } from './connection/connection.ts';
import { insertInto } from './rows/columns/sql.ts';
import { incarnations } from './rows/incarnation-rows.ts';
import type { SyncStore } from './sync-store.ts';

/** Stores the incarnations of the file. */
export function createIncarnations({
  connection: { prepare, transact },
}: {
  connection: Connection;
}): Pick<SyncStore, keyof IncarnationStore> {
  const readLast = prepare(`SELECT ${incarnations.select()} FROM incarnations ORDER BY number DESC LIMIT 1`);
  const insert = prepare(insertInto('incarnations', incarnations.names));
  const advance = prepare(
    'UPDATE incarnations SET phase = ?, reviewed = reviewed + ?, reconciled_at = ? WHERE number = ?',
  );
  const fenceCampaigns = prepare('UPDATE campaigns SET epoch = epoch + 1, owner = NULL WHERE number > 0');
  const forgetInstances = prepare('DELETE FROM instances');
  const current = (): Incarnation => {
    const row = readLast.get();
    if (!row) throw incarnationMissing();
    return incarnations.read(row);
  };
  return {
    readIncarnation: current,
    beginIncarnation: (input) =>
      transact(() => {
        const next = nextIncarnation(current(), input);
        if (next) insert.run(...incarnations.cells(next));
        fenceCampaigns.run();
        forgetInstances.run();
        return next ?? current();
      }),
    advanceRestore: ({ id, from, reviewed, at }) =>
      transact(() => {
        const { number, id: currentId, phase } = current();
        if (currentId !== id || phase !== from) return false;
        const { phase: next, reconciledAt } = phaseAfter(from, at);
        advance.run(next, reviewed, reconciledAt, number);
        return true;
      }),
  };
}
