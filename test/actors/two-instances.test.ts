import { beforeEach, describe, expect, test } from 'vitest';
import { defaultLease, defaultTimes } from '../../src/actors/index.ts';
import type { CampaignCommand, CommandReply } from '../../src/actors/index.ts';
import { createMemoryBus } from '../../src/messaging/memory/memory-bus.ts';
import { toDelivery } from './support/callbacks.ts';
import type { OrderedCall } from '../support/service/carriers/stub-carrier.ts';
import type { TestInstance } from '../support/service/installation.ts';
import { unlimited } from '../support/service/process.ts';
import { startCampaign, startCluster } from '../support/service/start-cluster.ts';
import type { Cluster } from '../support/service/start-cluster.ts';
import { createSpoiledBus, lost } from './support/spoiled-bus.ts';
import { plainVoiceStep as step } from '../support/builders/campaigns.ts';
import { deafBus } from '../support/service/deaf-bus.ts';

/** Shorter than a call of which nothing is heard is held. */
const aWhile = 10 * 60_000;

let cluster: Cluster;
let one: TestInstance;
let two: TestInstance;

const open = async (options?: Parameters<typeof startCluster>[0]): Promise<void> => {
  cluster = await startCluster(options);
  one = await cluster.join('one');
};
beforeEach(() => open());

const order = (instance: TestInstance, campaign: string, command: CampaignCommand): Promise<CommandReply> =>
  cluster.during(instance.engine.command({ campaign, command, by: 'test' }));
const pause = { name: 'pause', pause: { cause: 'operator', by: 'test', reason: null } } as const;
const resume = { name: 'resume' } as const;

const told = (call: OrderedCall, code = 4000): Parameters<TestInstance['engine']['receive']>[0] =>
  toDelivery({ news: `hang-up ${code}`, about: call, step, id: `${call.attempt}:end` });

/** Ends a call at the carrier; the news goes to that instance. */
const hangUp = (instance: TestInstance, call: OrderedCall, code?: number): Promise<unknown> =>
  cluster.during(instance.engine.receive(told(call, code)));

const called = (): string[] => cluster.carrier.calls.map(({ to }) => to);
const phones = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `+1202555${String(from + index).padStart(4, '0')}`);
const ownerOf = async (campaign: string): Promise<[string | null, number]> => {
  const { owner, epoch } = await cluster.record(campaign);
  return [owner, epoch];
};
const lastCalls = (count: number): OrderedCall[] => cluster.carrier.calls.slice(-count);

/** Starts a campaign at the first instance, and then the second instance. Returns the campaign. */
async function startBesideAnother({
  concurrent,
  ...given
}: {
  contacts: number;
  concurrent?: number;
  keepOpen?: boolean;
}): Promise<string> {
  const campaign = await startCampaign({
    cluster,
    instance: one,
    ...(concurrent !== undefined && { rateLimits: { concurrent } }),
    ...given,
  });
  two = await cluster.join('two');
  return campaign;
}

/**
 * A campaign at the first instance, and a second instance beside it. Two calls are live, one ends, and the next one is
 * minted but held back with its permit before a byte is written, until `release` is called. After `waitMs` it is at its
 * connection; before, it waits for its start, half a second after the last one.
 */
async function startWithOneUnsent(waitMs = 600): Promise<{ campaign: string; release: () => void }> {
  const campaign = await startBesideAnother({ contacts: 6, concurrent: 2 });
  await cluster.until(() => cluster.carrier.calls.length === 2);
  const release = holdConnections();
  await hangUp(one, lastCalls(1)[0] as OrderedCall);
  await cluster.until(async () => (await cluster.record(campaign)).counters.open === 2);
  await cluster.pass(waitMs);
  return { campaign, release };
}

/** Holds connections back until it is called: permits have been issued, not a byte is written. */
function holdConnections(): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  cluster.carrier.connect = () => promise;
  return () => {
    resolve();
    cluster.carrier.connect = () => Promise.resolve();
  };
}

describe('who runs a campaign', () => {
  test('is the instance that took it first, by epoch; a new instance gets its share of later campaigns only', async () => {
    const first = await startBesideAnother({ contacts: 1 });
    await cluster.pass(30_000);
    expect(await ownerOf(first)).toEqual(['one', 1]);
    expect([one.runtime.actor(first) !== null, two.runtime.actor(first)]).toEqual([true, null]);
    const second = await startCampaign({ cluster, instance: two, contacts: 1, name: 'second' });
    expect(await ownerOf(second)).toEqual(['two', 1]);
  });

  test('stays the same while the owner beats, however long', async () => {
    const campaign = await startBesideAnother({ contacts: 1, keepOpen: true });
    await cluster.pass(aWhile);
    expect(await ownerOf(campaign)).toEqual(['one', 1]);
  });
});

describe('commands through an instance that does not run the campaign', () => {
  test('a pause is acknowledged once the owner has voided its permits, and nothing starts after it', async () => {
    const { campaign, release } = await startWithOneUnsent();
    const began = cluster.time.elapsed();
    const reply = await order(two, campaign, pause);
    expect(reply).toMatchObject({ changed: true, campaign: { state: 'paused' } });
    expect(cluster.time.elapsed() - began).toBeLessThan(defaultTimes.permitMs);
    release();
    await cluster.pass(aWhile);
    expect(called()).toEqual(phones(1, 2));
    expect(cluster.carrier.vetoed.length).toBe(1);
    expect((await order(two, campaign, pause)).changed).toBe(false);

    expect(await order(two, campaign, resume)).toMatchObject({ changed: true });
    await cluster.until(() => cluster.carrier.calls.length === 3);
    expect(called()).toEqual(phones(1, 3));
  });

  test('a pause that the store shows late stops the owner at once: it uses no permit on an older picture', async () => {
    await open({ bus: createSpoiledBus('orders', lost) });
    const { campaign, release } = await startWithOneUnsent(100);
    const before = await cluster.record(campaign);
    const read = one.store.readCampaign;
    const lateUntil = cluster.time.elapsed() + 600;
    one.store.readCampaign = (id) =>
      cluster.time.elapsed() < lateUntil ? Promise.resolve(before) : read(id);
    const paused = two.engine.command({ campaign, command: pause, by: 'test' });
    release();
    await cluster.until(() => cluster.carrier.vetoed.length === 1);
    expect(cluster.time.elapsed()).toBeLessThan(lateUntil);
    await cluster.during(paused);
    expect(cluster.time.elapsed() - lateUntil).toBeLessThan(100);
    await cluster.pass(aWhile);
    expect(called()).toEqual(phones(1, 2));
  });

  test('if the owner does not answer, it is acknowledged when its permits have run out', async () => {
    const { campaign, release } = await startWithOneUnsent();
    one.fuse.freeze();
    const began = cluster.time.elapsed();
    await order(two, campaign, pause);
    expect(cluster.time.elapsed() - began).toBeGreaterThanOrEqual(defaultTimes.permitMs);
    release();
    one.fuse.thaw();
    await cluster.pass(aWhile);
    expect(called()).toEqual(phones(1, 2));
  });

  test('a message about an earlier stop that arrives late acknowledges no later one', async () => {
    const bus = createMemoryBus();
    await open({ bus });
    const { campaign, release } = await startWithOneUnsent();
    const { rev } = await cluster.record(campaign);
    one.fuse.freeze();
    const began = cluster.time.elapsed();
    const paused = two.engine.command({ campaign, command: pause, by: 'test' });
    await cluster.pass(500);
    await bus.publish({ subject: 'campaigns.voided', message: { campaign, rev } });
    await cluster.during(paused);
    expect(cluster.time.elapsed() - began).toBeGreaterThanOrEqual(defaultTimes.permitMs);
    release();
  });

  test('are refused by the state they find, as by the owner', async () => {
    const campaign = await startBesideAnother({ contacts: 1 });
    await expect(order(two, campaign, { name: 'archive' })).rejects.toMatchObject({
      code: 'campaign.command-refused',
      details: { state: 'running', allowed: ['pause', 'cancel'] },
    });
  });

  test('an edit is in force at the owner from its next turn', async () => {
    const campaign = await startBesideAnother({ contacts: 9, concurrent: 1 });
    const { definition } = await cluster.record(campaign);
    const rateLimits = { ...definition.rateLimits, concurrent: 4 };
    await order(two, campaign, { name: 'edit', definition: { ...definition, rateLimits } });
    await cluster.pass(5_000);
    expect(cluster.carrier.calls.length).toBe(4);
    expect(new Set(cluster.carrier.calls.map(({ by }) => by))).toEqual(new Set(['one']));
  });
});

describe('news that comes to the wrong instance', () => {
  test('is stored, acknowledged, and taken by the owner at once; delivered again it changes nothing', async () => {
    const campaign = await startBesideAnother({ contacts: 2 });
    await cluster.until(() => cluster.carrier.calls.length === 2);
    const [call] = cluster.carrier.calls as [OrderedCall];
    await hangUp(two, call);
    await hangUp(two, call);
    await cluster.pass(200);
    expect((await cluster.record(campaign)).counters).toMatchObject({
      states: { completed: 1, 'in-flight': 1 },
      attempts: { answered: 1, started: 2 },
    });
    expect(await cluster.store.readInbox({ campaign, limit: 10 })).toEqual([]);
    const log = await cluster.store.readEvents({ campaign, afterSeq: 0, limit: 100 });
    expect(log.filter(({ type }) => type === 'attempt.ended').length).toBe(1);
    const deliverers = cluster.commits
      .filter(({ turn }) => turn.attempts.length > 0)
      .map(({ instance }) => instance);
    expect(new Set(deliverers)).toEqual(new Set(['one']));
  });
});

describe('without a bus', () => {
  beforeEach(() => open({ bus: deafBus }));

  test('news that comes to the wrong instance is found within a second', async () => {
    const campaign = await startBesideAnother({ contacts: 1 });
    await cluster.until(() => cluster.carrier.calls.length === 1);
    await hangUp(two, cluster.carrier.calls[0] as OrderedCall);
    await cluster.until(async () => (await cluster.record(campaign)).state === 'completed', 1_500);
  });

  test('the owner obeys within a beat when another instance resumes its campaign', async () => {
    const campaign = await startBesideAnother({ contacts: 3, concurrent: 1 });
    await cluster.until(() => cluster.carrier.calls.length === 1);
    await order(two, campaign, pause);
    await hangUp(one, cluster.carrier.calls[0] as OrderedCall);
    await cluster.pass(5_000);
    expect(cluster.carrier.calls.length).toBe(1);
    await order(two, campaign, resume);
    await cluster.until(() => cluster.carrier.calls.length === 2, 2_500);
    expect(lastCalls(1).map(({ by }) => by)).toEqual(['one']);
  });

  test('an emergency stop is heard of within a beat, and its end too', async () => {
    await startBesideAnother({ contacts: 3, concurrent: 1 });
    await cluster.until(() => cluster.carrier.calls.length === 1);
    await cluster.during(two.engine.orderStop({ client: null, reason: null, by: 'test' }));
    await hangUp(one, cluster.carrier.calls[0] as OrderedCall);
    await cluster.pass(5_000);
    expect(cluster.carrier.calls.length).toBe(1);
    await cluster.during(two.engine.liftStop({ client: null, by: 'test' }));
    await cluster.until(() => cluster.carrier.calls.length === 2, 2_500);
  });

  test("a client's limit that another instance raised is in force within a beat", async () => {
    const limitTo = (concurrent: number) =>
      cluster.store.putClient({
        record: { client: 'default', settings: { limits: { concurrent } }, updatedAt: 0 },
        by: 'test',
      });
    await limitTo(1);
    await startBesideAnother({ contacts: 3 });
    await cluster.pass(5_000);
    expect(cluster.carrier.calls.length).toBe(1);
    await limitTo(3);
    await cluster.until(() => cluster.carrier.calls.length === 3, 2_500);
  });
});

describe('an owner that dies', () => {
  test('is replaced after a lease and no earlier; its calls are kept, and the next contact in order follows', async () => {
    const campaign = await startBesideAnother({ contacts: 5, concurrent: 2 });
    await cluster.until(() => cluster.carrier.calls.length === 2);
    await cluster.pass(5_000);
    one.kill();
    const died = cluster.time.elapsed();
    await cluster.until(async () => (await cluster.record(campaign)).owner === 'two', 60_000);
    const tookMs = cluster.time.elapsed() - died;
    expect(tookMs).toBeGreaterThanOrEqual(defaultLease.leaseMs - defaultLease.beatMs);
    expect(tookMs).toBeLessThanOrEqual(defaultLease.leaseMs + 2_000);
    expect((await ownerOf(campaign))[1]).toBe(2);
    await cluster.pass(1_000);
    expect((await cluster.record(campaign)).counters.open).toBe(2);
    for (const call of lastCalls(2)) await hangUp(two, call);
    await cluster.until(() => cluster.carrier.calls.length === 4);
    expect(called()).toEqual(phones(1, 4));
    expect(lastCalls(2).map(({ by }) => by)).toEqual(['two', 'two']);
  });

  test('and only stood still commits nothing and sends nothing when it wakes', async () => {
    const { campaign, release } = await startWithOneUnsent();
    one.fuse.freeze();
    await cluster.until(async () => (await cluster.record(campaign)).owner === 'two', 60_000);
    const before = cluster.commits.length;
    const written = cluster.carrier.calls.length;
    one.fuse.thaw();
    release();
    await cluster.pass(1_000);
    const late = cluster.commits.slice(before).filter(({ instance }) => instance === 'one');
    expect(late.filter(({ kind }) => kind === 'committed')).toEqual([]);
    expect(cluster.carrier.calls.slice(written).filter(({ by }) => by === 'one')).toEqual([]);
    await cluster.pass(3_000);
    expect(one.runtime.actor(campaign)).toBeNull();
  });

  test('while it was sending leaves an attempt that is looked for, never tried again at once', async () => {
    const campaign = await startBesideAnother({ contacts: 1, keepOpen: true });
    cluster.carrier.answersAtOnce = false;
    await cluster.until(() => cluster.carrier.calls.length === 1);
    one.kill();
    await cluster.until(async () => (await cluster.record(campaign)).owner === 'two', 60_000);
    await cluster.pass(10_000);
    const [attempt] = (await cluster.store.listAttempts({ campaign, limit: 10 })).items;
    expect(attempt?.state).toBe('unknown');
    await cluster.pass(defaultTimes.searchPeriodMs);
    const [held] = (await cluster.store.listAttempts({ campaign, limit: 10 })).items;
    expect(held).toMatchObject({ state: 'ended', disposition: 'unconfirmed' });
    expect(cluster.carrier.calls.length).toBe(1);
    await cluster.pass(4 * aWhile);
    expect(cluster.carrier.calls.length).toBe(2);
  });
});

describe('one committer', () => {
  test('through a takeover and back, epochs only grow, each has one minting owner, and the log has no gap', async () => {
    const campaign = await startBesideAnother({ contacts: 40, concurrent: 3 });
    const finish = async (instance: TestInstance, count: number): Promise<void> => {
      for (let done = 0; done < count; done += 1) {
        const call = cluster.carrier.calls[ended.size];
        if (!call) return;
        ended.add(call.attempt);
        await hangUp(instance, call);
        await cluster.pass(700);
      }
    };
    const ended = new Set<string>();
    await cluster.until(() => cluster.carrier.calls.length === 3);
    await finish(two, 5);
    one.fuse.freeze();
    await cluster.until(async () => (await cluster.record(campaign)).owner === 'two', 60_000);
    one.fuse.thaw();
    await cluster.pass(2_000);
    await finish(one, 5);
    two.fuse.freeze();
    await cluster.until(async () => (await cluster.record(campaign)).owner === 'one', 60_000);
    two.fuse.thaw();
    await cluster.pass(2_000);
    await finish(two, 5);

    const committed = cluster.commits.filter(
      ({ kind, turn }) => kind === 'committed' && turn.record.id === campaign,
    );
    const epochs = committed.map(({ turn }) => turn.expected.epoch);
    expect(epochs).toEqual([...epochs].sort((a, b) => a - b));
    const minters = committed.filter(({ turn }) => turn.minted.length > 0);
    expect(new Set(minters.map(({ instance, turn }) => `${turn.expected.epoch} ${instance}`))).toEqual(
      new Set(['1 one', '2 two', '3 one']),
    );
    const log = await cluster.store.readEvents({ campaign, afterSeq: 0, limit: 1_000 });
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
    const attempts = (await cluster.store.listAttempts({ campaign, limit: 1_000 })).items;
    const placed = attempts.filter(({ state }) => state !== 'not-placed').map(({ position }) => position);
    expect(new Set(placed).size).toBe(placed.length);
    expect(new Set(called()).size).toBe(called().length);
  });
});

describe('an instance that stops in good order', () => {
  test('hands its campaigns over within about a second; no contact is skipped or repeated, and no call ends early', async () => {
    const campaign = await startBesideAnother({ contacts: 6, concurrent: 2 });
    await cluster.until(() => cluster.carrier.calls.length === 2);
    await cluster.during(one.runtime.stop());
    const stopped = cluster.time.elapsed();
    await cluster.until(async () => (await cluster.record(campaign)).owner === 'two', 5_000);
    expect(await ownerOf(campaign)).toEqual(['two', 3]);
    expect(cluster.time.elapsed() - stopped).toBeLessThanOrEqual(defaultLease.beatMs);
    expect((await cluster.store.listInstances()).map(({ id }) => id)).toEqual(['two']);
    for (const call of lastCalls(2)) await hangUp(two, call);
    await cluster.until(() => cluster.carrier.calls.length === 4);
    expect(called()).toEqual(phones(1, 4));
    expect((await cluster.record(campaign)).counters.states).toEqual({
      completed: 2,
      'in-flight': 2,
      pending: 2,
    });
  });
});

describe('limits', () => {
  test('of the caller ID hold across instances: three at once, two in any second', async () => {
    const caller = { concurrent: 3, perSecond: 2 };
    await open({ shared: { account: unlimited, global: unlimited, caller } });
    const first = await startBesideAnother({ contacts: 12 });
    const rows = { cluster, instance: two, contacts: 12, name: 'second', client: 'other' };
    const second = await startCampaign(rows);
    expect([(await ownerOf(first))[0], (await ownerOf(second))[0]]).toEqual(['one', 'two']);
    const live = new Map<string, OrderedCall>();
    let most = 0;
    for (let seen = 0, seconds = 0; seconds < 120 && seen < 24; seconds += 1) {
      await cluster.pass(1_000);
      for (const call of cluster.carrier.calls.slice(seen)) live.set(call.attempt, call);
      seen = cluster.carrier.calls.length;
      most = Math.max(most, live.size);
      for (const call of [...live.values()].slice(0, 1)) {
        live.delete(call.attempt);
        await hangUp(one, call);
      }
    }
    expect(most).toBe(3);
    const starts = cluster.carrier.calls.map(({ at }) => at).sort((a, b) => a - b);
    expect(starts.length).toBe(24);
    const tooClose = starts.filter((at, index) => index >= 2 && at - (starts[index - 2] ?? 0) < 1_000);
    expect(tooClose).toEqual([]);
    expect(new Set(cluster.carrier.calls.map(({ by }) => by))).toEqual(new Set(['one', 'two']));
  });

  test('give a slot that comes free at one instance to the other within two seconds', async () => {
    const caller = { concurrent: 2, perSecond: null };
    await open({ shared: { account: unlimited, global: unlimited, caller } });
    const first = await startCampaign({ cluster, instance: one, contacts: 1 });
    await cluster.until(() => cluster.carrier.calls.length === 1);
    two = await cluster.join('two');
    const rows = { cluster, instance: two, contacts: 3, name: 'second', client: 'other' };
    const second = await startCampaign(rows);
    expect([(await ownerOf(first))[0], (await ownerOf(second))[0]]).toEqual(['one', 'two']);
    await cluster.pass(10_000);
    expect(cluster.carrier.calls.map(({ by }) => by)).toEqual(['one', 'two']);
    await hangUp(one, cluster.carrier.calls[0] as OrderedCall);
    await cluster.pass(2_100);
    expect(cluster.carrier.calls.map(({ by }) => by)).toEqual(['one', 'two', 'two']);
  });
});

const everyone = { client: null, reason: 'test', by: 'test' };

describe('the emergency stop through the other instance', () => {
  test('resolves when no instance can start anything; after it is lifted, the next contact in order follows', async () => {
    const { campaign, release } = await startWithOneUnsent();
    const stop = { client: null, reason: 'test', by: 'test' };
    const began = cluster.time.elapsed();
    expect(await cluster.during(two.engine.orderStop(stop))).toEqual({ changed: true });
    expect(cluster.time.elapsed() - began).toBeLessThan(defaultTimes.permitMs);
    release();
    await cluster.pass(aWhile);
    expect(called()).toEqual(phones(1, 2));
    expect((await cluster.record(campaign)).state).toBe('running');
    expect(await cluster.during(two.engine.orderStop(stop))).toEqual({ changed: false });

    expect(await cluster.during(two.engine.liftStop({ client: null, by: 'test' }))).toEqual({
      changed: true,
    });
    await cluster.until(() => cluster.carrier.calls.length === 3, 5_000);
    expect(called()).toEqual(phones(1, 3));
  });

  test('is acknowledged when the permits have run out, if an instance does not reply', async () => {
    await open({ bus: createSpoiledBus('holds.replies', lost) });
    const { release } = await startWithOneUnsent();
    const began = cluster.time.elapsed();
    await cluster.during(two.engine.orderStop(everyone));
    expect(cluster.time.elapsed() - began).toBeGreaterThanOrEqual(defaultTimes.permitMs);
    release();
    await cluster.pass(aWhile);
    expect(called()).toEqual(phones(1, 2));
  });

  test('does not wait for an instance that is dead', async () => {
    await startBesideAnother({ contacts: 1 });
    one.kill();
    await cluster.pass(defaultLease.leaseMs + 3_000);
    const began = cluster.time.elapsed();
    await cluster.during(two.engine.orderStop(everyone));
    expect(cluster.time.elapsed() - began).toBeLessThan(defaultTimes.permitMs);
  });

  test('is acknowledged only after an instance has read it, even if a commit returns after that', async () => {
    await startBesideAnother({ contacts: 6, concurrent: 2 });
    await cluster.until(() => cluster.carrier.calls.length === 2);
    const { promise: returned, resolve: release } = Promise.withResolvers<void>();
    const { commitTurn, readNewSettings } = one.store;
    let hasMinted = false;
    one.store.commitTurn = async (turn) => {
      const result = await commitTurn(turn);
      hasMinted ||= turn.minted.length > 0;
      if (turn.minted.length > 0) await returned;
      return result;
    };
    const call = lastCalls(1)[0] as OrderedCall;
    void one.engine.receive(told(call));
    await cluster.until(() => hasMinted);
    const readAt = cluster.time.elapsed() + 600;
    one.store.readNewSettings = async (since) => {
      await cluster.until(() => cluster.time.elapsed() >= readAt);
      return readNewSettings(since);
    };
    let acknowledgedAt = 0;
    const stopped = two.engine.orderStop(everyone).then(() => (acknowledgedAt = cluster.time.elapsed()));
    await cluster.until(() => acknowledgedAt > 0);
    await stopped;
    expect(acknowledgedAt).toBeGreaterThanOrEqual(readAt);
    expect(acknowledgedAt).toBeLessThan(readAt + 500);
    release();
    await cluster.pass(aWhile);
    expect(called()).toEqual(phones(1, 2));
  });

  test('for one client leaves the others alone', async () => {
    const held = await startBesideAnother({ contacts: 3, concurrent: 1 });
    await startCampaign({
      cluster,
      instance: two,
      contacts: 3,
      name: 'b',
      client: 'b',
      rateLimits: { concurrent: 1 },
    });
    await cluster.until(() => cluster.carrier.calls.length === 2);
    await cluster.during(two.engine.orderStop({ client: 'default', reason: null, by: 'test' }));
    for (const call of lastCalls(2)) await hangUp(one, call);
    await cluster.pass(10_000);
    expect(cluster.carrier.calls.slice(2).map(({ campaign }) => campaign === held)).toEqual([false]);
  });
});
