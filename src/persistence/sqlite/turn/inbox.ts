import { ownedStates } from '../../../domain/campaign/campaign.ts';
import type { InboxStore, News } from '../../contract/turn/inbox.ts';
import { createSettingRevision } from '../clients/setting-revision.ts';
import type { Connection } from '../connection/connection.ts';
import { insertInto, upsertInto } from '../rows/columns/sql.ts';
import { inboxEvents } from '../rows/campaigns/log-rows.ts';
import { ownerNews } from '../rows/campaigns/ownership-rows.ts';
import type { SyncStore } from '../sync-store.ts';

export type Inbox = Pick<SyncStore, keyof InboxStore> & {
  /** Removes an event that the running turn consumed. */
  consume: (campaign: string, id: string) => void;
  /** Stores news for the owner, within the running turn: another instance commits it. */
  putNews: (of: { campaign: string; rev: number; seq: number }) => void;
};

/** Steps from one campaign to the next through the index. The number of events per campaign does not matter. */
const waitingCampaigns = `
  WITH RECURSIVE waiting (campaign) AS (
    SELECT min(campaign) FROM inbox
    UNION ALL
    SELECT (SELECT min(campaign) FROM inbox WHERE campaign > waiting.campaign) FROM waiting
    WHERE waiting.campaign IS NOT NULL
  )`;

/** Stores events until the owner of their campaign takes them, in the order of arrival, and news for owners. */
export function createInbox({ connection }: { connection: Connection }): Inbox {
  const { prepare, transact, transactUnsynced } = connection;
  const put = prepare(`${insertInto('inbox', inboxEvents.names)} ON CONFLICT (campaign, id) DO NOTHING`);
  const read = prepare(
    `SELECT ${inboxEvents.select()} FROM inbox WHERE campaign = ? ORDER BY number LIMIT ?`,
  );
  const waiting = prepare(`${waitingCampaigns} SELECT campaign FROM waiting WHERE campaign IS NOT NULL`);
  const waitingOf = prepare(
    `${waitingCampaigns} SELECT campaign FROM waiting CROSS JOIN campaigns ON campaigns.id = campaign
     WHERE campaigns.owner = ?`,
  );
  const remove = prepare('DELETE FROM inbox WHERE campaign = ? AND id = ?');
  const putNews = prepare(upsertInto('owner_notes', { names: ownerNews.names, key: ['campaign'] }));
  const changedOf = prepare(
    `SELECT ${ownerNews.select({ inFull: true })} FROM owner_notes CROSS JOIN campaigns
     ON campaigns.id = owner_notes.campaign WHERE campaigns.owner = ?`,
  );
  const owned = ownedStates.map((state) => `'${state}'`).join(', ');
  const endedNews = prepare(
    `SELECT campaigns.owner, ${ownerNews.select({ inFull: true })} FROM owner_notes CROSS JOIN campaigns
     ON campaigns.id = owner_notes.campaign WHERE campaigns.state NOT IN (${owned})`,
  );
  const revision = createSettingRevision({ connection });
  // No other process can open the file meanwhile, so the schema stays the same.
  const schema = Number(connection.readOne('PRAGMA user_version'));
  const dropNews = prepare('DELETE FROM owner_notes WHERE campaign = ? AND rev <= ? AND seq <= ?');

  return {
    putInbox: (event) => transact(() => put.run(...inboxEvents.cells(event)).changes === 1),
    readInbox: ({ campaign, limit }) => read.all(campaign, limit).map(inboxEvents.read),
    listInboxes: () => waiting.all().map(([campaign]) => campaign as string),
    readNews(instance) {
      const waiting = waitingOf.all(instance).map(([campaign]) => campaign as string);
      const changed = changedOf.all(instance).map(ownerNews.read);
      const news: News[] = [
        ...waiting.map((campaign): News => ({ campaign, why: 'inbox' })),
        ...changed.map((row): News => ({ ...row, why: 'changed' })),
      ];
      return { news, settingsRev: revision.read(), schema };
    },
    // Unsynced: an entry that a power failure brings back is deleted again.
    dropNews({ campaign, rev, seq }) {
      transactUnsynced(() => dropNews.get(campaign, rev, seq));
    },
    listEndedNews: () =>
      endedNews.all().map(([owner, ...row]) => ({ ...ownerNews.read(row), owner: owner as string | null })),
    consume(campaign, id) {
      remove.get(campaign, id);
    },
    putNews(of) {
      putNews.get(...ownerNews.cells(of));
    },
  };
}
