import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { openHost } from './support/host.ts';

/**
 * The process that is killed: runs whatever campaigns the store holds, with a provider whose record is a file. Tells its
 * parent when it starts to dial and when the campaign is over. `node bench/victim.ts <store> <journal> <campaign>`
 */
const [path = '', journal = '', campaign = ''] = process.argv.slice(2);
const known = new Set<string>();
if (existsSync(journal)) {
  for (const line of readFileSync(journal, 'utf8').split('\n')) known.add(line.split(' ')[0] ?? '');
}
const record = openSync(journal, 'a');
let hasDialled = false;
const host = await openHost({
  path,
  instance: `victim-${process.pid}`,
  // What the provider never heard of is given up soon, so that a run takes seconds and not the usual quarter of an hour.
  times: { unknownHoldMs: 3_000, searchEveryMs: 500 },
  note({ attempt, address }) {
    writeSync(record, `${attempt} ${address}\n`);
    known.add(attempt);
    if (!hasDialled) process.send?.('dialling');
    hasDialled = true;
  },
  knows: (attempt) => known.has(attempt),
  onCommitted: ({ record: campaign }) => {
    if (campaign.state === 'completed') process.send?.('completed');
  },
});
process.on('message', () => {
  void host.close().then(() => {
    closeSync(record);
    process.disconnect();
  });
});
await host.runtime.start();
const { state } = await host.engine.resolve({ campaign, client: null });
if (state === 'draft')
  await host.engine.command({ campaign, command: { name: 'start', startAt: null }, by: 'bench' });
process.send?.('ready');
