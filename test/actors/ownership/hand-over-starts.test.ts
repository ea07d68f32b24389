import { expect, test } from 'vitest';
import type { SharedLimits } from '../../../src/actors/index.ts';
import { maxPerSecond } from '../../../src/simulator/journal/audit.ts';
import { startCampaign, startCluster } from '../../support/service/start-cluster.ts';
import type { Cluster } from '../../support/service/start-cluster.ts';
import type { TestInstance } from '../../support/service/installation.ts';

const unlimited = { concurrent: null, perSecond: null };
const shared: SharedLimits = { account: unlimited, global: unlimited, caller: unlimited };

/** Two instances; the first one starts calls at the rate, and is ended in the middle of a second. */
async function startAndEnd({
  account = null,
  perSecond,
  end,
}: {
  account?: number | null;
  perSecond: number;
  end: (one: TestInstance, cluster: Cluster) => Promise<unknown>;
}): Promise<{ gapMs: number; cluster: Cluster }> {
  const limits = { ...shared, account: { concurrent: null, perSecond: account } };
  const cluster = await startCluster({ shared: limits });
  const one = await cluster.join('one');
  const rateLimits = { concurrent: 1_000, perSecond };
  await startCampaign({ cluster, instance: one, contacts: 60, rateLimits });
  await cluster.join('two');
  await cluster.pass(3_030);
  const before = cluster.carrier.calls.at(-1)?.at ?? Infinity;
  await end(one, cluster);
  const theirs = () => cluster.carrier.calls.filter(({ by }) => by === 'two');
  await cluster.until(() => theirs().length > 0);
  const gapMs = (theirs()[0]?.at ?? Infinity) - before;
  await cluster.pass(3_000);
  return { gapMs, cluster };
}

const stop = (one: TestInstance, { during }: Cluster): Promise<void> => during(one.runtime.stop());

function expectWithin(perSecond: number, { carrier }: Cluster): void {
  expect(maxPerSecond(carrier.calls.map(({ at }) => at))).toBeLessThanOrEqual(perSecond);
  expect(new Set(carrier.calls.map(({ to }) => to)).size).toBe(carrier.calls.length);
}

test('after a stop another instance makes the next call within half a second, at the same rate', async () => {
  const { gapMs, cluster } = await startAndEnd({ perSecond: 10, end: stop });
  expect(gapMs).toBeLessThan(500);
  expectWithin(10, cluster);
});

test('under a shared limit of two a second the starts that were reserved are used', async () => {
  const { gapMs, cluster } = await startAndEnd({ perSecond: 10, account: 2, end: stop });
  expect(gapMs).toBeLessThan(1_100);
  expectWithin(2, cluster);
});

test('a stop while a turn is under way waits for no start either', async () => {
  const { gapMs, cluster } = await startAndEnd({
    perSecond: 10,
    async end(one, running) {
      const { during, watch } = running;
      const committing = Promise.withResolvers<void>();
      running.watch = (crossing) => {
        watch(crossing);
        if (crossing.instance === 'one' && crossing.name === 'store.commitTurn' && crossing.side === 'before')
          committing.resolve();
      };
      await during(committing.promise.then(() => one.runtime.stop()));
    },
  });
  expect(gapMs).toBeLessThan(700);
  expectWithin(10, cluster);
});

test('after a kill a whole second passes before the next call', async () => {
  const end = async (one: TestInstance): Promise<void> => Promise.resolve(one.kill());
  const { gapMs, cluster } = await startAndEnd({ perSecond: 10, end });
  expect(gapMs).toBeGreaterThan(10_500);
  expectWithin(10, cluster);
});

test('an instance that dies before it releases the campaign counts as killed', async () => {
  const { gapMs, cluster } = await startAndEnd({
    perSecond: 10,
    async end(one, running) {
      const releasing = Promise.withResolvers<void>();
      running.watch = ({ instance, name, side }) => {
        if (instance !== 'one' || name !== 'store.claimCampaign' || side !== 'before') return;
        one.kill();
        releasing.resolve();
      };
      void one.runtime.stop().catch(() => undefined);
      await running.during(releasing.promise);
    },
  });
  expect(gapMs).toBeGreaterThan(10_500);
  expectWithin(10, cluster);
});
