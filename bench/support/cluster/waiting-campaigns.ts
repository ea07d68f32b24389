import { setTimeout as wait } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { fillCampaign } from '../fill.ts';
import { openHost } from '../host.ts';
import { benchDefinition } from '../people.ts';
import { openStore } from './database.ts';

/**
 * Fills a database with running campaigns that have no owner and wait for more contacts: a real one, and copies of its
 * document. Returns their ids.
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
  const ids = [first];
  const batch = 100;
  for (let start = 2; start <= count; start += batch) {
    const numbers = Array.from({ length: Math.min(batch, count - start + 1) }, (_, index) => start + index);
    const copies = numbers.map((number) => {
      const suffix = String(number).padStart(6, '0');
      const name = `bench-${suffix}`;
      return {
        ...record,
        id: `${record.id.slice(0, -6)}${suffix}`,
        name,
        definition: { ...definition, name },
        epoch: 0,
        owner: null,
        seq: 0,
        turn: null,
        counters: { ...record.counters, total: 0, states: {}, attempts: {}, open: 0 },
      };
    });
    await Promise.all(copies.map((copy) => host.store.createCampaign(copy)));
    ids.push(...copies.map(({ id }) => id));
  }
  await host.close();
  const client = new MongoClient(uri);
  const { modifiedCount } = await client
    .db(database)
    .collection('campaigns')
    .updateMany({ owner: 'first' }, { $set: { owner: null } });
  await client.close();
  if (modifiedCount > count) throw new Error('more campaigns than were made');
  return ids;
}
