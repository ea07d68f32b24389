import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { WebSocket as PlainSocket } from 'ws';
import type { ProgressView } from '../../../src/cli/api/views.ts';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { runHere } from '../support/fake-cli.ts';
import { writeCampaign, writeList } from '../support/lists.ts';
import { start, temporaryFolder } from '../support/process.ts';

const maxMs = 10_000;

test('a service that is asked to end does so in time, also with open streams', async () => {
  const folder = temporaryFolder();
  const service = start(['serve'], { cwd: folder, environment: { PORT: '0', LOG_LEVEL: 'silent' } });
  const [, host = ''] = await service.says(/at http:\/\/(\S+) /);
  const stream = await fetch(`http://${host}/v1/stream`);
  const polite = new PlainSocket(`ws://${host}/v1/ws`);
  const deaf = new PlainSocket(`ws://${host}/v1/ws`);
  const closed = once(polite, 'close');
  await Promise.all([once(polite, 'message'), once(deaf, 'message')]);
  deaf.pause();
  const from = performance.now();
  service.child.kill('SIGTERM');
  expect(await service.ended).toBe(0);
  expect(performance.now() - from).toBeLessThan(maxMs);
  expect(await closed).toEqual([1001, Buffer.from('the service is stopping')]);
  expect(await stream.text()).toContain('event: instances');
  deaf.resume();
  await once(deaf, 'close');
});

test('a service that is asked to end answers the request that it takes, after its port is closed', async () => {
  const folder = temporaryFolder();
  const service = start(['serve'], { cwd: folder, environment: { PORT: '0', LOG_LEVEL: 'silent' } });
  const [, host = ''] = await service.says(/at http:\/\/(\S+) /);
  const body = JSON.stringify({ address: '+12025550123' });
  const sending = request(`http://${host}/v1/suppressions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': String(body.length) },
  });
  const answered = once(sending, 'response') as Promise<[IncomingMessage]>;
  sending.write(body.slice(0, 5));
  await once(sending, 'socket');
  while ((await fetch(`http://${host}/readyz`)).status !== 200) await delay(20);
  service.child.kill('SIGTERM');
  const isOpen = (): Promise<boolean> =>
    fetch(`http://${host}/livez`).then(
      () => true,
      () => false,
    );
  while (await isOpen()) await delay(10);
  sending.end(body.slice(5));
  const [response] = await answered;
  expect(response.statusCode).toBe(201);
  expect(response.headers.connection).toBe('close');
  expect(await service.ended).toBe(0);
});

test('a service that dials, and whose carrier is gone, still releases its campaigns before it ends', async () => {
  const folder = temporaryFolder();
  const dataDir = join(folder, 'data');
  const carrier = start(['simulator', '--port', '0'], { cwd: folder });
  const [, carrierUrl = ''] = await carrier.says(/SIMULATOR at (\S+),/);
  // The campaign calls at any hour.
  const environment = {
    DATA_DIR: dataDir,
    PORT: '0',
    CARRIER_URL: carrierUrl,
    LOG_LEVEL: 'silent',
    CALLING_RULES: 'off',
  };
  const service = start(['serve'], { cwd: folder, environment });
  await service.says(/ at http/);
  const type = async (line: string): Promise<string> => (await runHere(line, { environment })).stdout;
  await type(`create ${writeCampaign({ folder })}`);
  await type(`import try-out ${writeList({ folder, people: 80 })}`);
  await type('start try-out');
  while ((JSON.parse(await type('status try-out --json')) as ProgressView).inFlight < 3) await delay(20);
  carrier.child.kill('SIGKILL');
  await carrier.ended;
  service.child.kill('SIGTERM');
  expect(await service.ended).toBe(0);
  const store = await openSqliteStore({ path: join(dataDir, 'ringmaster.db') });
  expect(await store.countByOwner()).toEqual([{ owner: null, campaigns: 1 }]);
  await store.close();
});
