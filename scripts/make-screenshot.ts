/**
 * Takes docs/campaign.png: the page of a campaign in the middle of its run, from a real service with the carrier simulator. Run
 * it with `npm run screenshot`. It needs Chromium (see scripts/servers/servers.ts).
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { parse } from 'yaml';
import { readyMessageSchema } from '../src/cli/clock/stretch.ts';
import { findServer, servers } from './servers/servers.ts';

const inProject = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const size = { width: 1400, height: 1100 };
/** The share of contacts that have ended when the picture is taken. */
const wantedPercent = 35;

async function send(url: string, body: string, type: string): Promise<Record<string, unknown>> {
  const answer = await fetch(url, { method: 'POST', body, headers: { 'content-type': type } });
  const value = (await answer.json()) as Record<string, unknown>;
  if (!answer.ok) throw new Error(`${url}: ${JSON.stringify(value)}`);
  return value;
}

/** Starts the example campaign, and resolves with its address when enough contacts have ended. */
async function runCampaign(url: string): Promise<string> {
  const definition: unknown = parse(readFileSync(inProject('examples/campaign.yaml'), 'utf8'));
  const { id } = await send(`${url}/v1/campaigns`, JSON.stringify(definition), 'application/json');
  const campaign = `${url}/v1/campaigns/${String(id)}`;
  await send(`${campaign}/contacts`, readFileSync(inProject('examples/leads.csv'), 'utf8'), 'text/csv');
  await send(`${campaign}/start`, '{}', 'application/json');
  for (;;) {
    const { percent } = (await (await fetch(`${campaign}/progress`)).json()) as { percent: number };
    if (percent >= wantedPercent) return `${url}/campaigns/${String(id)}`;
    await delay(250);
  }
}

const program = findServer('chromium');
if (program === null) throw new Error(`There is no chromium: ${servers.chromium.howToGet}.`);
const folder = mkdtempSync(join(tmpdir(), 'ringmaster-screenshot-'));
const clock = ['--at', '2027-03-01T11:00:00-05:00', '--speed', '60'];
const service = fork(inProject('bin/ringmaster.js'), ['serve', ...clock], {
  env: { ...process.env, DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'warn' },
  stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
});
const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu'] });
try {
  const [message] = (await once(service, 'message')) as [unknown];
  const { url } = readyMessageSchema.parse(message);
  const page = await browser.newPage({
    viewport: size,
    deviceScaleFactor: 1.5,
    colorScheme: 'light',
    locale: 'en-US',
    timezoneId: 'America/New_York',
  });
  await page.goto(await runCampaign(url));
  await page.waitForSelector('html[data-live=on]', { state: 'attached' });
  await page.screenshot({ path: inProject('docs/campaign.png') });
} finally {
  await browser.close();
  service.kill();
  await once(service, 'exit');
  rmSync(folder, { recursive: true });
}
