import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openSqliteStore } from '../../src/persistence/sqlite/sqlite-store.ts';
import { fillCampaign } from '../support/fill.ts';
import { startGauges } from '../support/gauges.ts';
import { openHost } from '../support/host.ts';
import { benchDefinition } from '../support/people.ts';
import { count, ms } from '../support/row.ts';
import type { Measure } from '../support/row.ts';

/** A store with that many running campaigns is opened by a new process: until all are owned, and until all have had a turn. */
export const measure: Measure = async ({ folder, rows }) => {
  const path = join(folder, `ready-${rows}.db`);
  await fill(path, rows);
  const turned = new Set<string>();
  const host = await openHost({
    path,
    instance: 'second',
    onCommitted: ({ campaign }) => turned.add(campaign),
  });
  const stop = startGauges();
  const start = performance.now();
  await host.runtime.start();
  const started = performance.now() - start;
  const ids = (await host.store.listOwned('second')).map(({ campaign }) => campaign);
  const owned = ids.filter((id) => host.runtime.actor(id) !== null).length;
  const isLoaded = (id: string): boolean => Boolean(host.runtime.actor(id)?.memory());
  while (!ids.every(isLoaded)) await wait(10);
  const loaded = performance.now() - start;
  const gauges = stop();
  await host.close();
  return [
    {
      what: `${count(rows)} campaigns ready at start`,
      figure: ms(started),
      target: '1 s for 10,000',
      remarks: `${count(owned)} owned when \`start\` resolves; every one loaded and looked at after ${ms(loaded)}; peak RSS ${count(gauges.peakRssMb)} MB`,
    },
  ];
};

/** One real campaign, and copies of its record: made without syncs, which is no part of what is measured. */
async function fill(path: string, campaigns: number): Promise<void> {
  const host = await openHost({ path, instance: 'first' });
  await host.runtime.start();
  const definition = { ...benchDefinition(), keepOpen: true };
  const first = await fillCampaign({ engine: host.engine, definition, rows: 1 });
  await host.engine.command({
    campaign: first,
    command: { name: 'start', startAt: null },
    by: 'bench',
  });
  // Until it has called its only contact and waits for more.
  let record = await host.store.readCampaign(first);
  while (record?.snapshot.includes('contacts.none') !== true) {
    await wait(20);
    record = await host.store.readCampaign(first);
  }
  await host.close();
  if (!record) throw new Error('the campaign is gone');
  const store = await openSqliteStore({ path, synchronous: 'off' });
  for (let number = 2; number <= campaigns; number += 1) {
    const suffix = String(number).padStart(6, '0');
    const counters = { ...record.counters, total: 0, states: {}, attempts: {}, open: 0 };
    await store.createCampaign({
      ...record,
      id: `${record.id.slice(0, -6)}${suffix}`,
      name: `bench-${suffix}`,
      definition: { ...definition, name: `bench-${suffix}` },
      epoch: 0,
      owner: null,
      seq: 0,
      turn: null,
      counters,
    });
  }
  await store.close();
}
