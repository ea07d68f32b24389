import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const patienceMs = 60_000;

/** A service in a process of its own, with the carrier simulator, one API key and an empty store. */
export type FuzzedService = {
  url: string;
  secret: string;
  /** Its data folder; it goes away with the service. */
  folder: string;
  /** A file with its OpenAPI document. */
  document: string;
  log: () => string;
  stop: () => Promise<void>;
};

export async function startService(): Promise<FuzzedService> {
  const folder = mkdtempSync(join(tmpdir(), 'ringmaster-fuzz-'));
  const secret = randomBytes(24).toString('base64url');
  const hash = createHash('sha256').update(secret).digest('hex');
  const logFile = join(folder, 'log');
  const program = new URL('../../bin/ringmaster.js', import.meta.url).pathname;
  const child = spawn(process.execPath, [program, 'serve'], {
    env: {
      PATH: process.env['PATH'],
      DATA_DIR: folder,
      PORT: '0',
      CARRIER: 'simulator',
      API_KEYS: `fuzz:admin:*:${hash}`,
      API_REQUESTS_PER_SECOND: '0',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', openSync(logFile, 'a'), openSync(logFile, 'a')],
  });
  const log = (): string => readFileSync(logFile, 'utf8');
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  };
  const until = Date.now() + patienceMs;
  for (;;) {
    const url = /http:\/\/[\w.:[\]]+/.exec(log())?.[0];
    if (url && (await isReady(url))) {
      const document = join(folder, 'openapi.json');
      const response = await fetch(`${url}/openapi.json`, { headers: { 'x-api-key': secret } });
      writeFileSync(document, await response.text());
      return { url, secret, folder, document, log, stop };
    }
    if (child.exitCode !== null || Date.now() > until) {
      const told = log();
      await stop();
      throw new Error(`the service did not start:\n${told}`);
    }
    await delay(100);
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}
