import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeSyncs } from '../support/disk.ts';
import { describeMachine } from '../support/machine.ts';
import { isMeasuredIn, peerNames, tables } from './peers.ts';
import type { PeerName, Table } from './peers.ts';
import { reportOf } from './report.ts';
import { installQueues } from './run-queue.ts';
import { measureRounds, runOurs } from './rounds.ts';
import { openServers } from './servers/open-servers.ts';

/**
 * `npm run bench:peers`: job queues beside Ringmaster, ours and theirs in turn, in the same minutes.
 *
 *   --table bare,work        bare: the queue's job does nothing. work: it does what our engine does for a contact
 *   --jobs 30000,100000      sizes
 *   --rounds 5               pairs of ours and theirs for each queue and size
 *   --peers graphile,dbos    only these queues
 *   --limit 60               seconds after which a run is ended; its speed is that of the jobs finished until then
 */
const { values } = parseArgs({
  options: {
    table: { type: 'string', default: tables.join(',') },
    jobs: { type: 'string', default: '30000,100000' },
    rounds: { type: 'string', default: '5' },
    peers: { type: 'string', default: peerNames.join(',') },
    limit: { type: 'string', default: '60' },
  },
});

function chosen<Name extends string>(text: string, names: readonly Name[]): Name[] {
  return text.split(',').map((part) => {
    const name = names.find((candidate) => candidate === part);
    if (name === undefined) throw new Error(`${part} is none of ${names.join(', ')}.`);
    return name;
  });
}

const wantedTables: Table[] = chosen(values.table, tables);
const wantedPeers: PeerName[] = chosen(values.peers, peerNames);
const sizes = values.jobs.split(',').map(Number);
const rounds = Number(values.rounds);
const limitMs = Number(values.limit) * 1_000;

const say = (text: string): boolean => process.stderr.write(`${text}\n`);
installQueues();
const folder = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'ringmaster-peers-'));
const servers = await openServers();
try {
  const machine = [describeMachine(folder), describeSyncs(folder), ...servers.versions].join('\n');
  const notices = servers.missing.map((text) => `!!! ${text} !!!`);
  say([machine, ...notices].join('\n'));
  const reports: string[] = [];
  for (const rows of sizes) await runOurs({ name: 'import', folder, rows });
  for (const table of wantedTables) {
    const peers = wantedPeers.filter((peer) => servers.isThereFor(peer) && isMeasuredIn(peer, table));
    for (const jobs of sizes) {
      const pairs = await measureRounds({ table, jobs, rounds, peers, limitMs, folder, servers, say });
      reports.push(reportOf({ table, jobs, pairs }));
    }
  }
  process.stdout.write(`${[machine, ...notices].join('\n')}\n\n${reports.join('\n\n')}\n`);
} finally {
  await servers.stop();
  rmSync(folder, { recursive: true, force: true });
}
