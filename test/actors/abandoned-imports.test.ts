import { beforeEach, expect, test } from 'vitest';
import type { ImportRecord } from '../../src/domain/contact/import-record.ts';
import type { TestInstance } from '../support/service/installation.ts';
import { startCampaign, startCluster } from '../support/service/start-cluster.ts';
import type { Cluster } from '../support/service/start-cluster.ts';

let cluster: Cluster;
let one: TestInstance;
let two: TestInstance;
beforeEach(async () => {
  cluster = await startCluster();
  one = await cluster.join('one');
  two = await cluster.join('two');
});

/** An upload that `two` receives, into a campaign that `one` runs. */
async function openUpload(): Promise<ImportRecord> {
  const campaign = await startCampaign({ cluster, instance: one, contacts: 1 });
  return cluster.during(two.engine.openImport({ campaign, format: 'csv', by: 'key:ops' }));
}
const stateOf = async ({ id }: ImportRecord) => (await cluster.store.readImport(id))?.state;

test('an upload of an instance that died is closed as broken by another one', async () => {
  const upload = await openUpload();
  expect(upload).toMatchObject({ state: 'open', instance: 'two' });
  two.kill();
  await cluster.pass(5_000);
  expect(await stateOf(upload)).toBe('open');
  await cluster.until(async () => (await stateOf(upload)) === 'broken');
});

test('an upload of an instance that lives stays open, although another one is started', async () => {
  const upload = await openUpload();
  const three = await cluster.join('three');
  await cluster.during(three.engine.closeAbandonedImports());
  await cluster.pass(60_000);
  expect(await stateOf(upload)).toBe('open');
});

test('an upload that is continued at another instance belongs to that one', async () => {
  const upload = await openUpload();
  two.kill();
  await cluster.until(async () => (await stateOf(upload)) === 'broken');
  const three = await cluster.join('three');
  const { campaign, id } = upload;
  await cluster.during(three.engine.reopenImport({ campaign, import: id, by: 'key:ops' }));
  await cluster.pass(60_000);
  expect(await cluster.store.readImport(id)).toMatchObject({ state: 'open', instance: 'three' });
});
