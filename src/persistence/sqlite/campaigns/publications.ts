import type { Connection } from '../connection/connection.ts';
import type { SyncStore } from '../sync-store.ts';

/** Stores how far the log of each campaign is published. */
export function createPublications({
  connection: { prepare, transact },
}: {
  connection: Connection;
}): Pick<SyncStore, 'listUnpublished' | 'readPublishedSeq' | 'notePublished'> {
  const list = prepare(
    `SELECT id, client, published FROM campaigns WHERE published < seq AND id > ? ORDER BY id LIMIT ?`,
  );
  const read = prepare('SELECT published FROM campaigns WHERE id = ?');
  const note = prepare('UPDATE campaigns SET published = ? WHERE id = ? AND published < ?');
  return {
    listUnpublished: ({ after, limit }) =>
      list.all(after ?? '', limit).map(([campaign, client, published]) => ({
        campaign: campaign as string,
        client: client as string,
        published: published as number,
      })),
    readPublishedSeq: (campaign) => (read.get(campaign)?.[0] ?? 0) as number,
    notePublished({ campaign, seq }) {
      transact(() => note.run(seq, campaign, seq));
    },
  };
}
