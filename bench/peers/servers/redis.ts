import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, untilReady } from './ready.ts';

/** A running Redis, empty at the start. */
export type Redis = { port: number; stop: () => Promise<void> };

const settings = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'always'];

/** Redis that syncs its log before it answers a write, in a temporary folder. */
export async function startRedis(program: string): Promise<Redis> {
  const folder = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'bench-redis-'));
  const port = await freePort();
  const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  const server = spawn(program, [...place, ...settings], { stdio: 'ignore' });
  await untilReady(port);
  return {
    port,
    async stop() {
      const gone = once(server, 'exit');
      server.kill('SIGKILL');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
