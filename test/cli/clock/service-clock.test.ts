import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import { readClockFile } from '../../../src/cli/clock/clock-file.ts';
import { chooseClock } from '../../../src/cli/clock/service-clock.ts';
import { createFakeCli } from '../support/fake-cli.ts';
import { temporaryFolder } from '../support/process.ts';

const monday = Date.parse('2027-03-01T09:00:00-05:00');
const past = Date.parse('2020-01-01T00:00:00Z');
const soonMs = 60_000;

/** The first time of the clock of a service that was started with `--at`. */
async function beginAt(at: number, environment: Readonly<Record<string, string>>): Promise<number> {
  const { cli } = createFakeCli();
  const clock = await chooseClock({ cli, config: readConfig({ environment }), speed: null, at });
  const now = clock.clock.now();
  clock.stop();
  return now;
}

describe('serve --at', () => {
  test('starts at that time in a new folder, and never runs backwards afterwards', async () => {
    const folder = temporaryFolder();
    const environment = { DATA_DIR: folder };
    expect((await beginAt(monday, environment)) - monday).toBeLessThan(soonMs);
    const reached = readClockFile({ path: join(folder, 'clock.json') }) ?? 0;
    expect(reached).toBeGreaterThanOrEqual(monday);
    expect(await beginAt(past, environment)).toBeGreaterThanOrEqual(reached);
  });

  test('does not go back before campaigns that ran in real time', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'ringmaster.db'), '');
    expect(await beginAt(past, { DATA_DIR: folder })).toBeGreaterThan(Date.now() - soonMs);
  });

  test.each([
    [
      'a real carrier',
      { CARRIER: 'plivo', PLIVO_AUTH_ID: 'MA1', PLIVO_AUTH_TOKEN: 'x', PUBLIC_URL: 'https://a.test' },
    ],
    ['a simulator with a clock of its own', { CARRIER_URL: 'http://127.0.0.1:1' }],
  ])('is refused with %s, and leaves the folder as it was', async (_what, environment) => {
    const DATA_DIR = temporaryFolder();
    await expect(beginAt(monday, { DATA_DIR, ...environment })).rejects.toMatchObject({ code: 'cli.usage' });
    expect(readClockFile({ path: join(DATA_DIR, 'clock.json') })).toBeNull();
  });
});

test('a simulator on a machine with another clock is followed by what its clock shows', async () => {
  const systemAt = Date.now() - 10 * soonMs;
  const server = createServer((_, response) => {
    response.end(JSON.stringify({ businessAt: monday, systemAt, speed: 1 }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const environment = { CARRIER_URL: `http://127.0.0.1:${port}`, DATA_DIR: temporaryFolder() };
  const { cli } = createFakeCli();
  const config = readConfig({ environment });
  const { clock, stop } = await chooseClock({ cli, config, speed: null, at: null });
  const now = clock.now();
  stop();
  server.close();
  expect(now).toBeGreaterThanOrEqual(monday);
  expect(now - monday).toBeLessThan(soonMs);
});
