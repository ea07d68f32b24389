import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './until.ts';

/** A nats-server on a free port of the loopback interface. Its data are in a new temporary folder. */
export type NatsServer = {
  url: string;
  /** Sends SIGKILL. Resolves when the process has ended. */
  kill: () => Promise<void>;
  /** Starts it again on the same port with the same data. */
  start: () => Promise<void>;
  signal: (signal: NodeJS.Signals) => void;
  /** Stops it and removes its data. */
  stop: () => Promise<void>;
};

type Ports = { nats: readonly string[] };

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** `config`: more lines for its configuration file, such as `authorization { user: a, password: b }`. */
export async function startNatsServer({
  bin,
  jetStream = false,
  config = '',
}: {
  bin: string;
  jetStream?: boolean;
  config?: string;
}): Promise<NatsServer> {
  const folder = await mkdtemp(join(tmpdir(), 'ringmaster-nats-'));
  const file = join(folder, 'nats.conf');
  await writeFile(
    file,
    `${jetStream ? `jetstream { store_dir: "${join(folder, 'jetstream')}" }\n` : ''}${config}\n`,
  );
  let child: ChildProcess;
  let port = '-1';

  const start = async (): Promise<void> => {
    const args = ['-c', file, '-a', '127.0.0.1', '-p', port, '--ports_file_dir', folder];
    child = spawn(bin, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr?.on('data', (part: Buffer) => (said = `${said}${part.toString('utf8')}`.slice(-4_000)));
    const { pid } = child;
    const portsFile = join(folder, `nats-server_${pid}.ports`);
    await until(
      async () => {
        if (child.exitCode !== null) throw new Error(`nats-server ended with ${child.exitCode}: ${said}`);
        const text = await readFile(portsFile, 'utf8').catch(() => '');
        if (text === '') return false;
        const { nats } = JSON.parse(text) as Ports;
        port = new URL(nats[0] ?? '').port;
        return true;
      },
      { what: 'nats-server to be ready' },
    );
  };

  await start();
  return {
    url: `nats://127.0.0.1:${port}`,
    async kill() {
      child.kill('SIGKILL');
      await ended(child);
    },
    start,
    signal: (signal) => void child.kill(signal),
    async stop() {
      child.kill('SIGTERM');
      await ended(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
