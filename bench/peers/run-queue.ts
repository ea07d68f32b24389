import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const runFile = promisify(execFile);
const here = fileURLToPath(new URL('.', import.meta.url));
/** To fill the database and to verify it, beside the time that is measured. */
const graceMs = 180_000;

/** What one run of a queue printed; `completed` is less than the jobs when its time was up. */
export type QueueResult = { perSecond: number; completed: number; setting: string };

/** What `one.mjs` is told, with the place of the queue's database. */
export type QueueOrder = { table: string; jobs: number; limitMs: number; url?: string; redisPort?: number };

/** Installs the queues where they are missing. */
export function installQueues(): void {
  if (existsSync(join(here, 'node_modules'))) return;
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: here, stdio: ['ignore', 2, 2] });
}

/** Runs a queue in a process of its own. Rejects with the error of the process. */
export async function runQueue(name: string, order: QueueOrder): Promise<QueueResult> {
  const { stdout } = await runFile(process.execPath, [join(here, 'one.mjs'), name, JSON.stringify(order)], {
    timeout: order.limitMs + graceMs,
    maxBuffer: 1e8,
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as QueueResult;
}
