import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { listen } from '../../src/cli/listener/listener.ts';

export type RealService = { url: string; stop: () => Promise<void> };

/** Starts the built program with its simulator on a free port; resolves once it is ready. */
export async function startService(folder: string): Promise<RealService> {
  const free = await listen({ host: '127.0.0.1', port: 0 });
  const { url } = free;
  await free.close({ graceMs: 0 });
  const program = fileURLToPath(new URL('../../bin/ringmaster.js', import.meta.url));
  const child = spawn(process.execPath, [program, 'serve'], {
    env: { PATH: process.env['PATH'], DATA_DIR: folder, PORT: new URL(url).port, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const isReady = (): Promise<boolean> =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) {
    if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}`);
    await wait(50);
  }
  return {
    url,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
