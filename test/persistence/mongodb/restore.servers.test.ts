import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { campaignMachineVersion, initialContext } from '../../../src/machines/campaign/campaign-machine.ts';
import { runHere } from '../../cli/support/fake-cli.ts';
import { temporaryFolder } from '../../cli/support/process.ts';
import { campaignOf } from '../../contracts/store/fixtures.ts';
import { requireServer } from '../../support/servers/require-server.ts';
import { useReplicaSet } from '../../support/servers/use-servers.ts';
import { openTestStore } from './open-test-store.ts';

const bin = requireServer('mongod');

describe.runIf(bin !== null)('a database that was restored by the tools of MongoDB', () => {
  const set = useReplicaSet(bin);

  /** A database with a running campaign, as it is in a backup. */
  const restored = async (): Promise<{
    store: Store;
    campaign: string;
    check: () => ReturnType<typeof runHere>;
  }> => {
    const database = `test-${randomUUID()}`;
    const store = await openTestStore({ uri: set().uri, database });
    const running = campaignOf({
      snapshot: JSON.stringify({ value: { running: 'dispatching' }, context: initialContext }),
      machineVersion: campaignMachineVersion,
    });
    const { id: campaign } = await store.createCampaign(running);
    const uri = set().uri.replace('/?', `/${database}?`);
    const environment = { STORE: 'mongodb', MONGODB_URI: uri, DATA_DIR: join(temporaryFolder(), 'data') };
    return { store, campaign, check: () => runHere('restore --check', { environment }) };
  };

  test('is marked by restore --check: its campaigns are paused, and earlier instances are fenced', async () => {
    const { store, campaign, check } = await restored();
    const before = await store.readCampaign(campaign);
    expect(before).toMatchObject({ state: 'running' });
    const { code, stdout } = await check();
    expect([code, stdout]).toEqual([0, expect.stringContaining('1 campaign paused. 0 contacts in review')]);
    const after = await store.readCampaign(campaign);
    expect(after).toMatchObject({ state: 'paused', owner: null });
    expect(after?.snapshot).toContain('"cause":"restored"');
    expect(after?.epoch).toBeGreaterThan(before?.epoch ?? 0);
    expect(await store.readIncarnation()).toMatchObject({ number: 2, phase: 'reconciling' });
    await store.close();
  });

  test('is not changed while an instance uses it', async () => {
    const { store, campaign, check } = await restored();
    const alive = { id: 'alive', startedAt: 1, address: null, beatAt: null };
    await store.beat(alive);
    const beats = setInterval(() => void store.beat(alive), 500);
    const { code, stderr } = await check();
    clearInterval(beats);
    expect([code, stderr]).toEqual([4, expect.stringContaining('[restore.instances-run]')]);
    expect(await store.readCampaign(campaign)).toMatchObject({ state: 'running' });
    expect(await store.readIncarnation()).toMatchObject({ number: 1, phase: null });
    await store.close();
  });
});
