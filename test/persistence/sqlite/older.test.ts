import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { Enrollment } from '../../../src/domain/contact/enrollment.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { csvOf } from '../../support/builders/contacts.ts';
import { startService } from '../../support/service/start-service.ts';
import { copyAsOlder, versionBefore } from './support/copy-as-older.ts';
import { useFolder } from './support/folder.ts';

const file = useFolder();
const beforeNoGeneration = versionBefore('no-generation');
const beforeBreakers = versionBefore('breakers');

const rowsOf = (store: Store, campaign: string): Promise<readonly Enrollment[]> =>
  store.readEnrollments({ campaign, positions: [1, 2, 3, 4] });

test('a store of the version that had generations opens in the middle of a run, and the run is finished', async () => {
  const written = await openSqliteStore({ path: file('new.db') });
  const first = await startService({ store: written });
  const { body } = await first.send('POST', '/v1/campaigns', campaignFile({ rateLimits: { concurrent: 1 } }));
  const id = String(body['id']);
  await first.send('POST', `/v1/campaigns/${id}/contacts`, csvOf(['14', '14', '14', '14']), {
    'content-type': 'text/csv',
  });
  await first.send('POST', `/v1/campaigns/${id}/start`);
  await first.until(async () => (await rowsOf(written, id)).some(({ endedAt }) => endedAt !== null));
  await first.send('POST', `/v1/campaigns/${id}/pause`);
  await first.until(async () => (await rowsOf(written, id)).every(({ state }) => state !== 'in-flight'));
  const before = await rowsOf(written, id);
  await first.stop();
  await written.close();
  copyAsOlder({ from: file('new.db'), to: file('old.db'), version: beforeNoGeneration });

  const opened = await openSqliteStore({ path: file('old.db') });
  expect(new Set(before.map(({ state }) => state))).toEqual(new Set(['completed', 'pending']));
  expect(await rowsOf(opened, id)).toEqual(before);
  const second = await startService({ store: opened, name: 'instance-2' });
  await second.send('POST', `/v1/campaigns/${id}/resume`);
  await second.until(async () => (await opened.readCampaign(id))?.state === 'completed');
  const after = await rowsOf(opened, id);
  expect(after.map(({ state, attempts }) => [state, attempts])).toEqual(after.map(() => ['completed', 1]));
  expect(after.filter(({ position }) => before[position - 1]?.state === 'completed')).toEqual(
    before.filter(({ state }) => state === 'completed'),
  );
  await second.stop();
  await opened.close();
});

test('a circuit breaker that was open in a campaign of an earlier version is open for all, and the run is finished', async () => {
  const written = await openSqliteStore({ path: file('new-breaker.db') });
  const first = await startService({ store: written });
  const { body } = await first.send('POST', '/v1/campaigns', campaignFile({ rateLimits: { concurrent: 1 } }));
  const id = String(body['id']);
  await first.send('POST', `/v1/campaigns/${id}/contacts`, csvOf(['14', '14']), {
    'content-type': 'text/csv',
  });
  await first.send('POST', `/v1/campaigns/${id}/start`);
  await first.until(async () => (await rowsOf(written, id)).some(({ endedAt }) => endedAt !== null));
  await first.stop();
  await written.close();
  copyAsOlder({ from: file('new-breaker.db'), to: file('old-breaker.db'), version: beforeBreakers });
  const database = new DatabaseSync(file('old-breaker.db'));
  database.exec(`UPDATE campaigns SET machine_version = 1, snapshot = json_set(snapshot, '$.version', 1,
    '$.context.breaker', json('{"open":true,"failedProbes":1,"probeAt":5}'))`);
  database.close();

  const opened = await openSqliteStore({ path: file('old-breaker.db') });
  expect(await opened.listBreakers()).toMatchObject([
    { key: 'voice plivo default', rev: 1, open: true, failedProbes: 1, probeAt: 5, probe: null },
  ]);
  const second = await startService({ store: opened, name: 'instance-2' });
  await second.until(async () => (await opened.readCampaign(id))?.state === 'completed');
  expect(await opened.listBreakers()).toMatchObject([{ open: false }]);
  const after = await opened.readCampaign(id);
  expect(after?.machineVersion).toBe(3);
  expect(JSON.parse(after?.snapshot ?? '').context).not.toHaveProperty('breaker');
  await second.stop();
  await opened.close();
});
