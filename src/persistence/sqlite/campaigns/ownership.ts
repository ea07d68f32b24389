import type { Connection } from '../connection/connection.ts';
import { insertInto } from '../rows/columns/sql.ts';
import { instances } from '../rows/campaigns/ownership-rows.ts';
import type { SyncStore } from '../sync-store.ts';
import { ownedStates } from '../../../domain/campaign/campaign.ts';

type OwnershipVerbs = Pick<
  SyncStore,
  'claimCampaign' | 'beat' | 'listInstances' | 'removeInstance' | 'listOwnership'
>;

/** Who runs what: instances with their heartbeat counters, and the owner and epoch of each campaign. */
export function createOwnership({ connection }: { connection: Connection }): OwnershipVerbs {
  const { prepare, transact, transactUnsynced } = connection;
  const raise = prepare(
    'UPDATE campaigns SET epoch = epoch + 1, owner = ? WHERE id = ? AND epoch = ? RETURNING epoch',
  );
  const readClaim = prepare('SELECT epoch FROM campaigns WHERE id = ? AND epoch = ? AND owner IS ?');
  const beat = prepare(
    `${insertInto('instances', instances.names)}
     ON CONFLICT (id) DO UPDATE SET counter = counter + 1, started_at = excluded.started_at, address = excluded.address`,
  );
  const list = prepare(`SELECT ${instances.select()} FROM instances ORDER BY id`);
  const remove = prepare('DELETE FROM instances WHERE id = ?');
  const states = ownedStates.map((state) => `'${state}'`).join(', ');
  const owned = prepare(
    `SELECT id, owner, epoch, rev FROM campaigns WHERE listed IN (0, 1) AND state IN (${states})`,
  );
  const owing = prepare(
    `SELECT id, owner, epoch, rev FROM campaigns
     WHERE id IN (SELECT campaign FROM limit_holdings WHERE held > 0) AND state NOT IN (${states})`,
  );

  return {
    // Synced by the first turn under the new epoch; an epoch that a power failure takes back has written nothing.
    claimCampaign({ campaign, fromEpoch, instance }) {
      return transactUnsynced(() => {
        const raised =
          raise.get(instance, campaign, fromEpoch) ?? readClaim.get(campaign, fromEpoch + 1, instance);
        return raised ? (raised[0] as number) : null;
      });
    },
    beat(instance) {
      transactUnsynced(() => beat.run(...instances.cells({ ...instance, counter: 1 })));
    },
    listInstances: () => list.all().map(instances.read),
    removeInstance(id) {
      transact(() => remove.run(id));
    },
    listOwnership: () =>
      [...owned.all(), ...owing.all()].map((row) => ({
        campaign: row[0] as string,
        owner: row[1] as string | null,
        epoch: row[2] as number,
        rev: row[3] as number,
      })),
  };
}
