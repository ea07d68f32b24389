import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { count } from './row.ts';
import type { Row } from './row.ts';

type Peer = { title: string; perSecond: number | null; setting: string };

const folder = fileURLToPath(new URL('../peers/', import.meta.url));

/** Installs the peers if needed, runs each beside us with the same number of jobs, and compares. */
export async function measurePeers({
  jobs,
  ours,
}: {
  jobs: number;
  /** Our contacts per second at the same number in the same run. */
  ours: number | null;
}): Promise<readonly Row[]> {
  if (!existsSync(`${folder}node_modules`)) {
    execFileSync('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder, stdio: ['ignore', 2, 2] });
  }
  const running = spawn(process.execPath, [`${folder}main.mjs`, String(jobs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const rows: Row[] = [];
  if (!running.stdout) throw new Error('the peers were started without a way to hear from them');
  for await (const line of createInterface({ input: running.stdout })) {
    const { title, perSecond, setting } = JSON.parse(line) as Peer;
    const ratio = ours !== null && perSecond !== null ? `, ours is ${(ours / perSecond).toFixed(1)} ×` : '';
    rows.push({
      what: `${title}, ${count(jobs)} jobs`,
      figure: perSecond === null ? 'FAILED' : `${count(perSecond)} jobs/s${ratio}`,
      target: 'less than ours',
      remarks: setting.replaceAll(/[\n|]/g, ' '),
    });
  }
  return rows;
}
