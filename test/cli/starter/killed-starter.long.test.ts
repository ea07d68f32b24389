import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { readAddress } from '../../../src/cli/folder/address-file.ts';
import { findOlderNode } from '../support/older-node.ts';
import { temporaryFolder } from '../support/process.ts';

const entry = fileURLToPath(new URL('../support/entry.ts', import.meta.url));
const launcher = fileURLToPath(new URL('../../../bin/ringmaster.js', import.meta.url));
const older = findOlderNode();

const started = new Set<number>();
afterEach(() => {
  for (const pid of started) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  started.clear();
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Starts a program that starts the service, and waits until the service runs. */
async function startService(
  command: string,
  args: readonly string[],
): Promise<{ starter: ChildProcess; ended: Promise<number | null>; service: number; url: string }> {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ scripts: { serve: `"${process.execPath}" "${entry}" serve` } }),
  );
  const { HOME, TMPDIR, NODE_COMPILE_CACHE, PATH = '' } = process.env;
  const starter = spawn(command, args, {
    cwd: folder,
    env: {
      HOME,
      TMPDIR,
      NODE_COMPILE_CACHE,
      PATH: `${dirname(process.execPath)}:${PATH}`,
      PORT: '0',
      DATA_DIR: folder,
      LOG_LEVEL: 'warn',
    },
    stdio: 'ignore',
  });
  started.add(starter.pid ?? 0);
  const ended = new Promise<number | null>((resolve) => starter.once('exit', resolve));
  for (;;) {
    const address = readAddress({ folder });
    if (address) {
      started.add(address.pid);
      return { starter, ended, service: address.pid, url: address.url };
    }
    if (starter.exitCode !== null) throw new Error(`${command} ended with ${starter.exitCode}`);
    await delay(20);
  }
}

/** Resolves once that process has ended; a test that waits too long fails. */
async function untilEnded(pid: number): Promise<void> {
  while (isAlive(pid)) await delay(20);
}

describe('kill -9 of the starter leaves no service behind', () => {
  test('npm run', async () => {
    const { starter, service, url } = await startService('npm', ['run', 'serve']);
    expect(service).not.toBe(starter.pid);
    starter.kill('SIGKILL');
    await untilEnded(service);
    await expect(fetch(url)).rejects.toThrow();
  });

  test.skipIf(older === null)('the launcher on an older Node', async () => {
    const { starter, service, url } = await startService(older ?? '', [launcher, 'serve']);
    expect(service).not.toBe(starter.pid);
    starter.kill('SIGKILL');
    await untilEnded(service);
    await expect(fetch(url)).rejects.toThrow();
  });
});

describe.skipIf(older === null)('the launcher on an older Node', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'forwards %s and ends with the code',
    async (signal) => {
      const { starter, ended, service } = await startService(older ?? '', [launcher, 'serve']);
      starter.kill(signal);
      expect(await ended).toBe(0);
      expect(isAlive(service)).toBe(false);
    },
  );

  test('ends with 128 + n after signal n, as a shell does', async () => {
    const { starter, ended, service } = await startService(older ?? '', [launcher, 'serve']);
    starter.kill('SIGQUIT');
    expect(await ended).toBe(131);
    expect(isAlive(service)).toBe(false);
    const killed = await startService(older ?? '', [launcher, 'serve']);
    process.kill(killed.service, 'SIGKILL');
    expect(await killed.ended).toBe(137);
  });

  test('ends with the exit code of the program', () => {
    expect(execFileSync(older ?? '', [launcher, '--version'], { encoding: 'utf8' })).toMatch(/^\d/);
    expect(() => execFileSync(older ?? '', [launcher, 'no-such-verb'], { stdio: 'ignore' })).toThrow(
      expect.objectContaining({ status: 2 }),
    );
  });
});
