import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { readAddress } from '../../../src/cli/folder/address-file.ts';
import { runCommand } from '../../../src/cli/main.ts';
import { createFakeCli, runHere } from './fake-cli.ts';
import type { Ran } from './fake-cli.ts';
import { temporaryFolder } from './process.ts';

/** A service in this process, which stops as by a signal. */
export async function serveHere(more: Readonly<Record<string, string>> = {}): Promise<{
  folder: string;
  environment: Readonly<Record<string, string>>;
  type: (line: string) => Promise<Ran>;
  stop: () => Promise<number>;
}> {
  const folder = temporaryFolder();
  const environment = { DATA_DIR: join(folder, 'data'), PORT: '0', LOG_LEVEL: 'silent', ...more };
  const interrupt = new AbortController();
  const { cli, stderr } = createFakeCli({ environment, interrupt: interrupt.signal });
  const ended = runCommand({ cli, argv: ['serve', '--speed', '60'] });
  const stop = async (): Promise<number> => {
    interrupt.abort('SIGTERM');
    return ended;
  };
  onTestFinished(async () => void (await stop()));
  while (!readAddress({ folder: environment.DATA_DIR })) {
    const early = await Promise.race([ended, delay(20)]);
    if (early !== undefined) throw new Error(`serve ended with ${early}: ${stderr()}`);
  }
  return { folder, environment, stop, type: (line) => runHere(line, { environment }) };
}
