import { expect, test } from 'vitest';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { startCampaign, startCluster } from '../../support/service/start-cluster.ts';

/** A store that refuses the first turn that mints, as if another instance had changed the campaign meanwhile. */
function refuseOnce(store: Store): Store {
  let isRefused = false;
  return {
    ...store,
    async commitTurn(turn) {
      if (isRefused || turn.minted.length === 0) return store.commitTurn(turn);
      isRefused = true;
      return { kind: 'stale' };
    },
  };
}

test('the attempts of a turn that was decided again are sent', async () => {
  const cluster = await startCluster();
  const instance = await cluster.join('one', { wrapStore: refuseOnce });
  const campaign = await startCampaign({ cluster, instance, contacts: 3 });
  await cluster.until(() => cluster.carrier.calls.length === 3, 5_000);
  expect(cluster.commits.map(({ kind }) => kind)).not.toContain('fenced');
  expect(await cluster.record(campaign)).toMatchObject({ counters: { open: 3, attempts: { started: 3 } } });
});
