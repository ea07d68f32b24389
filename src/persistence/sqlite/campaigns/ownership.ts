import type { Connection, Row } from '../connection/connection.ts';
import { insertInto } from '../rows/columns/sql.ts';
import { instances } from '../rows/campaigns/ownership-rows.ts';
import type { SyncStore } from '../sync-store.ts';
import { createClaims } from './claims.ts';
import type { LastBeats } from './claims.ts';
import type { OwnershipRecord, OwnershipStore } from '../../contract/campaigns/ownership.ts';
import { ownedStates } from '../../../domain/campaign/campaign.ts';

type OwnershipVerbs = Pick<SyncStore, keyof OwnershipStore>;

/**
 * Stores which instance runs which campaign: instances with their heartbeat counters, and the owner and epoch of each
 * campaign.
 */
export function createOwnership({
  connection,
  lastBeats,
}: {
  connection: Connection;
  lastBeats: LastBeats;
}): OwnershipVerbs {
  const { prepare, transact, transactUnsynced } = connection;
  const beat = prepare(
    `${insertInto('instances', instances.names)}
     ON CONFLICT (id) DO UPDATE SET counter = counter + 1, started_at = excluded.started_at, address = excluded.address,
       beat_at = excluded.beat_at`,
  );
  const list = prepare(`SELECT ${instances.select()} FROM instances ORDER BY id`);
  const remove = prepare('DELETE FROM instances WHERE id = ?');
  const removeDead = prepare('DELETE FROM instances WHERE id = ? AND counter = ?');
  const record = 'id, owner, epoch, rev, seq';
  const ofOwner = prepare(`SELECT ${record} FROM campaigns WHERE state = ? AND owner IS ? LIMIT ?`);
  const count = prepare('SELECT owner, count(*) FROM campaigns WHERE state = ? GROUP BY owner');
  const others = ownedStates.map((state) => `'${state}'`).join(', ');
  const owing = prepare(
    `SELECT ${record} FROM campaigns
     WHERE id IN (SELECT campaign FROM limit_holdings WHERE held > 0) AND state NOT IN (${others})`,
  );

  const listOf = (owners: readonly (string | null)[], limit: number): OwnershipRecord[] => {
    const found: OwnershipRecord[] = [];
    for (const owner of owners)
      for (const state of ownedStates)
        if (found.length < limit)
          found.push(...ofOwner.all(state, owner, limit - found.length).map(recordOf));
    return found;
  };

  return {
    ...createClaims({ connection, lastBeats }),
    beat(instance) {
      transactUnsynced(() => beat.run(...instances.cells({ ...instance, counter: 1 })));
    },
    listInstances: () => list.all().map(instances.read),
    removeInstance(id) {
      transact(() => remove.run(id));
    },
    removeDeadInstance({ id, counter }) {
      transactUnsynced(() => removeDead.run(id, counter));
    },
    listOrphans: ({ dead, limit }) => listOf([null, ...dead], limit),
    listOwned: (instance) => listOf([instance], Number.MAX_SAFE_INTEGER),
    countByOwner() {
      const counts = new Map<string | null, number>();
      for (const [owner, campaigns] of ownedStates.flatMap((state) => count.all(state)))
        counts.set(owner as string | null, (counts.get(owner as string | null) ?? 0) + (campaigns as number));
      return [...counts].map(([owner, campaigns]) => ({ owner, campaigns }));
    },
    listOwners: createListOwners(connection),
    listOwing: () => owing.all().map(recordOf),
  };
}

function createListOwners({ prepare }: Connection): () => string[] {
  const next = prepare('SELECT min(owner) FROM campaigns WHERE state = ? AND owner > ?');
  const ownersIn = (state: string): string[] => {
    const owners: string[] = [];
    for (;;) {
      const owner = next.get(state, owners.at(-1) ?? '')?.[0] ?? null;
      if (owner === null) return owners;
      owners.push(owner as string);
    }
  };
  return () => [...new Set(ownedStates.flatMap(ownersIn))];
}

function recordOf(row: Row): OwnershipRecord {
  return {
    campaign: row[0] as string,
    owner: row[1] as string | null,
    epoch: row[2] as number,
    rev: row[3] as number,
    seq: row[4] as number,
  };
}
