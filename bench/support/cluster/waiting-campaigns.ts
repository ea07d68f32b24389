import { setTimeout as wait } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import type { Document } from 'mongodb';
import { fillCampaign } from '../fill.ts';
import { openHost } from '../host.ts';
import { benchDefinition } from '../people.ts';
import { openStore } from './database.ts';

const batch = 1_000;
/** Campaigns are numbered in the order of their creation. */
type CampaignDocument = Document & { _id: string; number: number };

/**
 * Fills a database with running campaigns that have no owner and wait for more contacts: a real one, and documents like
 * that of a second one, which was created as a copy of it. Returns their ids.
 */
export async function fillWaiting({
  uri,
  database,
  count,
}: {
  uri: string;
  database: string;
  count: number;
}): Promise<string[]> {
  const host = await openHost({
    path: await openStore({ uri, database, instance: 'first' }),
    instance: 'first',
  });
  await host.runtime.start();
  const definition = { ...benchDefinition(), keepOpen: true };
  const first = await fillCampaign({ engine: host.engine, definition, rows: 1 });
  await host.engine.command({ campaign: first, command: { name: 'start', startAt: null }, by: 'bench' });
  while ((await host.store.readCampaign(first))?.snapshot.includes('contacts.none') !== true) await wait(20);
  const record = await host.store.readCampaign(first);
  if (!record) throw new Error('the campaign is gone');
  const numbered = (index: number): { id: string; name: string } => {
    const suffix = String(index).padStart(6, '0');
    return { id: `${record.id.slice(0, -6)}${suffix}`, name: `bench-${suffix}` };
  };
  const second = numbered(2);
  await host.store.createCampaign({
    ...record,
    ...second,
    definition: { ...definition, name: second.name },
    epoch: 0,
    owner: null,
    seq: 0,
    turn: null,
    counters: { ...record.counters, total: 0, states: {}, attempts: {}, open: 0 },
  });
  await host.close();
  const client = new MongoClient(uri);
  try {
    const db = client.db(database);
    const campaigns = db.collection<CampaignDocument>('campaigns');
    await campaigns.updateMany({ owner: 'first' }, { $set: { owner: null } });
    const copied = await campaigns.findOne({ _id: second.id });
    if (!copied) throw new Error('the second campaign is gone');
    const ids = [first, second.id];
    while (ids.length < count) {
      const from = ids.length + 1;
      const copies = Array.from({ length: Math.min(batch, count - ids.length) }, (_, index) => {
        const { id, name } = numbered(from + index);
        const stored = JSON.stringify({ ...definition, name });
        return { ...copied, _id: id, name, definition: stored, number: copied.number + from + index - 2 };
      });
      await campaigns.insertMany(copies);
      ids.push(...copies.map(({ _id }) => _id));
    }
    return ids;
  } finally {
    await client.close();
  }
}
