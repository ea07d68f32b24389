import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { readyMessageSchema } from '../../src/cli/clock/stretch.ts';

const inProject = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

async function send(url: string, body: string, type: string): Promise<Record<string, unknown>> {
  const answer = await fetch(url, { method: 'POST', body, headers: { 'content-type': type } });
  const value = (await answer.json()) as Record<string, unknown>;
  if (!answer.ok) throw new Error(`${url}: ${JSON.stringify(value)}`);
  return value;
}

export type Example = {
  /** The address of the service. */
  url: string;
  /** The id of the campaign. */
  campaign: string;
  stop: () => Promise<void>;
};

/**
 * Starts the built service with the carrier simulator, and the example campaign. Resolves when at least `percent` of its
 * contacts have ended.
 */
export async function runExample({ percent, speed }: { percent: number; speed: number }): Promise<Example> {
  const folder = mkdtempSync(join(tmpdir(), 'ringmaster-example-'));
  const clock = ['--at', '2027-03-01T11:00:00-05:00', '--speed', String(speed)];
  const service = fork(inProject('bin/ringmaster.js'), ['serve', ...clock], {
    env: { ...process.env, DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const stop = async (): Promise<void> => {
    service.kill();
    if (service.exitCode === null) await once(service, 'exit');
    rmSync(folder, { recursive: true });
  };
  try {
    const [message] = (await once(service, 'message')) as [unknown];
    const { url } = readyMessageSchema.parse(message);
    const definition: unknown = parse(readFileSync(inProject('examples/campaign.yaml'), 'utf8'));
    const { id } = await send(`${url}/v1/campaigns`, JSON.stringify(definition), 'application/json');
    const campaign = `${url}/v1/campaigns/${String(id)}`;
    await send(`${campaign}/contacts`, readFileSync(inProject('examples/leads.csv'), 'utf8'), 'text/csv');
    await send(`${campaign}/start`, '{}', 'application/json');
    for (;;) {
      const progress = (await (await fetch(`${campaign}/progress`)).json()) as { percent: number };
      if (progress.percent >= percent) return { url, campaign: String(id), stop };
      await delay(250);
    }
  } catch (error) {
    await stop();
    throw error;
  }
}
