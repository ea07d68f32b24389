import { count } from '../support/row.ts';
import { runScenario } from '../support/run-child.ts';
import type { Pair, PeerName, Table } from './peers.ts';
import { runQueue } from './run-queue.ts';
import type { QueueResult } from './run-queue.ts';
import type { Servers } from './servers/open-servers.ts';

export type RoundsInput = {
  table: Table;
  jobs: number;
  rounds: number;
  peers: readonly PeerName[];
  limitMs: number;
  /** For our stores. */
  folder: string;
  servers: Servers;
  say: (text: string) => void;
};

/**
 * Ours and theirs in turn: each run of a peer has a run of ours of the same size beside it. Who is first changes from
 * round to round, because a machine's speed drifts. The list of that size must have been imported.
 */
export async function measureRounds(input: RoundsInput): Promise<readonly Pair[]> {
  const { table, jobs, rounds, peers, folder, say } = input;
  const pairs: Pair[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    for (const peer of peers) {
      const isOursFirst = round % 2 === 1;
      const before = isOursFirst ? await runOurs({ name: 'engine', folder, rows: jobs }) : null;
      const theirs = await runPeer(input, peer);
      const ours = before ?? (await runOurs({ name: 'engine', folder, rows: jobs }));
      pairs.push({ peer, ours, theirs });
      const found = typeof theirs === 'string' ? `FAILED: ${theirs}` : `${count(theirs.perSecond)}/s`;
      say(`${table} ${count(jobs)}, round ${round}: ours ${count(ours)}/s, ${peer} ${found}`);
    }
  }
  return pairs;
}

/** Runs one of our scenarios in a process of its own; returns its contacts per second. */
export async function runOurs({
  name,
  folder,
  rows,
}: {
  name: string;
  folder: string;
  rows: number;
}): Promise<number> {
  const [row] = await runScenario({ name, input: { folder, rows } });
  if (!row || row.figure.startsWith('FAILED')) throw new Error(`the scenario ${name} failed`);
  return row.perSecond ?? 0;
}

async function runPeer(input: RoundsInput, peer: PeerName): Promise<QueueResult | string> {
  const { table, jobs, limitMs, servers } = input;
  try {
    return await servers.withDatabase(peer, (place) => runQueue(peer, { table, jobs, limitMs, ...place }));
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    return (stderr || String(error)).trim().slice(-300).replaceAll(/[\n|]/g, ' ');
  }
}
