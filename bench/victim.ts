import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { openHost } from './support/host.ts';

/**
 * The process that is killed: runs the campaigns of a store, with a provider whose record is a file. Sends its parent
 * the number of touches since it started, and that the campaign is completed.
 * `node bench/victim.ts <store> <journal> <campaign>`
 */
export type VictimNews = { touches: number } | 'completed';

const touchesPerMessage = 25;
const [path = '', journal = '', campaign = ''] = process.argv.slice(2);
const known = new Set<string>();
if (existsSync(journal)) {
  for (const line of readFileSync(journal, 'utf8').split('\n')) known.add(line.split(' ')[0] ?? '');
}
const record = openSync(journal, 'a');
let touches = 0;
const tell = (news: VictimNews): void => void process.send?.(news);
const host = await openHost({
  path,
  instance: `victim-${process.pid}`,
  // An attempt that the provider never received is given up after 3 s, not after the usual quarter of an hour.
  times: { searchPeriodMs: 3_000, searchEveryMs: 500 },
  note({ attempt, address }) {
    writeSync(record, `${attempt} ${address}\n`);
    known.add(attempt);
    touches += 1;
    if (touches === 1 || touches % touchesPerMessage === 0) tell({ touches });
  },
  knows: (attempt) => known.has(attempt),
  onCommitted: ({ record: campaign }) => {
    if (campaign.state === 'completed') tell('completed');
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
