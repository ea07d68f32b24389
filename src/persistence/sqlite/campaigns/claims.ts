import { takeoversKept } from '../../contract/campaigns/ownership.ts';
import type { Claim, Takeover } from '../../contract/campaigns/ownership.ts';
import type { Connection } from '../connection/connection.ts';
import { takeovers } from '../rows/campaigns/ownership-rows.ts';
import { insertInto } from '../rows/columns/sql.ts';
import type { SyncStore } from '../sync-store.ts';

/** The last heartbeats of the instances that used the file before, by their ids; null in rows of earlier versions. */
export type LastBeats = ReadonlyMap<string, number | null>;

/** Changes the owners of campaigns, and stores each takeover in the transaction of its claim. */
export function createClaims({
  connection,
  lastBeats,
}: {
  connection: Connection;
  lastBeats: LastBeats;
}): Pick<SyncStore, 'claimCampaign' | 'claimCampaigns' | 'listTakeovers'> {
  const { prepare, transactUnsynced } = connection;
  const raise = prepare(
    'UPDATE campaigns SET epoch = epoch + 1, owner = ? WHERE id = ? AND epoch = ? RETURNING epoch',
  );
  const readClaim = prepare('SELECT epoch FROM campaigns WHERE id = ? AND epoch = ? AND owner IS ?');
  const { note, listTakeovers } = createTakeovers(connection);

  const claim = ({ campaign, fromEpoch, instance, takeover }: Claim): number | null => {
    const raised = raise.get(instance, campaign, fromEpoch);
    if (raised && takeover) {
      const beatAt = takeover.beatAt ?? lastBeats.get(takeover.from ?? '') ?? null;
      note({ ...takeover, beatAt, campaign, epoch: fromEpoch + 1, to: instance });
    }
    const claimed = raised ?? readClaim.get(campaign, fromEpoch + 1, instance);
    return claimed ? (claimed[0] as number) : null;
  };

  return {
    // The first turn under the new epoch syncs it. If a power failure reverts the epoch, nothing was written under it.
    claimCampaign: (input) => transactUnsynced(() => claim(input)),
    claimCampaigns({ claims, instance }) {
      const epochs = new Map<string, number>();
      transactUnsynced(() => {
        for (const one of claims) {
          const epoch = claim({ ...one, instance });
          if (epoch !== null) epochs.set(one.campaign, epoch);
        }
      });
      return epochs;
    },
    listTakeovers,
  };
}

/** Stores the newest takeovers of each campaign. */
function createTakeovers({
  prepare,
}: Connection): Pick<SyncStore, 'listTakeovers'> & { note: (takeover: Takeover) => void } {
  const insert = prepare(insertInto('takeovers', takeovers.names));
  const drop = prepare(
    `DELETE FROM takeovers WHERE campaign = ?1 AND epoch <=
       (SELECT epoch FROM takeovers WHERE campaign = ?1 ORDER BY epoch DESC LIMIT 1 OFFSET ${takeoversKept})`,
  );
  const list = prepare(
    `SELECT ${takeovers.select()} FROM takeovers WHERE at > 0 ORDER BY at DESC, campaign, epoch DESC LIMIT ?`,
  );
  return {
    note(takeover) {
      insert.run(...takeovers.cells(takeover));
      drop.run(takeover.campaign);
    },
    listTakeovers: ({ limit }) => list.all(limit).map(takeovers.read),
  };
}
