import { beforeEach, expect, test } from 'vitest';
import type { CampaignDefinitionInput } from '../../src/channels/registry.ts';
import { closedBreaker } from '../../src/domain/breaker.ts';
import type { Breaker } from '../../src/domain/breaker.ts';
import type { BusMessage } from '../../src/messaging/contract.ts';
import { createMemoryBus } from '../../src/messaging/memory/memory-bus.ts';
import { toDelivery } from './support/callbacks.ts';
import { callerId } from '../support/builders/campaigns.ts';
import type { OrderedCall } from '../support/service/carriers/stub-carrier.ts';
import type { TestInstance } from '../support/service/installation.ts';
import { startCampaign, startCluster } from '../support/service/start-cluster.ts';
import type { Cluster } from '../support/service/start-cluster.ts';
import { plainVoiceStep as step } from '../support/builders/campaigns.ts';

const rateLimits = { concurrent: 10_000, perSecond: 2 };
/** Not in the form of the carrier: the fate of the call stays unknown, and the provider is at fault. */
const noAnswer = { kind: 'answer', status: 500, headers: {}, body: '<html>' } as const;

let cluster: Cluster;
let one: TestInstance;
let two: TestInstance;
/** Each message about a breaker, with the revision that the store had when it was sent. */
let announced: { message: BusMessage<'breakers'>; stored: Promise<number> }[];
let losesChanges: boolean;
beforeEach(async () => {
  announced = [];
  losesChanges = false;
  const bus = createMemoryBus();
  const publish: typeof bus.publish = (input) => {
    if (input.subject !== 'breakers') return bus.publish(input);
    const stored = breaker().then((found) => found?.rev ?? 0);
    announced.push({ message: input.message as BusMessage<'breakers'>, stored });
    return losesChanges ? Promise.resolve() : bus.publish(input);
  };
  cluster = await startCluster({ bus: { ...bus, publish } });
  cluster.carrier.answersAtOnce = false;
  one = await cluster.join('one');
  two = await cluster.join('two');
});

const breaker = async (): Promise<Breaker | undefined> => (await cluster.store.listBreakers())[0];
const calls = (): number => cluster.carrier.calls.length;
const lastCall = (): OrderedCall => cluster.carrier.calls.at(-1) as OrderedCall;
const failAll = (): void => {
  for (const call of cluster.carrier.calls) call.reply(noAnswer);
};

/** Two campaigns of two clients, each on an instance of its own; the first one's calls fail until the breaker opens. */
async function openBreaker(): Promise<{ spring: string; autumn: string }> {
  const spring = await startCampaign({ cluster, instance: one, contacts: 100, rateLimits });
  await cluster.until(async () => {
    failAll();
    return (await breaker())?.open === true;
  });
  // Those that were minted before it opened are still sent.
  await cluster.pass(2_000);
  failAll();
  const failed = calls();
  expect(failed).toBeLessThan(15);
  const autumn = await startCampaign({ cluster, instance: two, contacts: 100, client: 'autumn', rateLimits });
  await cluster.pass(20_000);
  expect(calls()).toBe(failed);
  return { spring, autumn };
}

test('while the provider is down, one probe is sent in the whole cluster, and its success frees every campaign', async () => {
  const { spring, autumn } = await openBreaker();
  const failed = calls();
  await cluster.until(() => calls() > failed);
  await cluster.pass(120_000);
  expect(calls()).toBe(failed + 1);
  expect(await breaker()).toMatchObject({ open: true, probe: { attempt: lastCall().attempt } });
  expect((await cluster.record(autumn)).state).toBe('running');

  await succeed();
  await cluster.until(() => calls() > failed + 10);
  const campaigns = new Set(cluster.carrier.calls.slice(failed + 1).map(({ campaign }) => campaign));
  expect(campaigns).toEqual(new Set([spring, autumn]));
  expect(await breaker()).toMatchObject({ open: false, probe: null });
});

test('after three failed probes both campaigns pause themselves, and one that is resumed probes at once', async () => {
  const { spring, autumn } = await openBreaker();
  const failed = calls();
  const isPaused = async (campaign: string): Promise<boolean> =>
    (await cluster.record(campaign)).state === 'paused';
  await cluster.until(async () => {
    failAll();
    return (await isPaused(spring)) && (await isPaused(autumn));
  }, 600_000);
  expect(calls()).toBe(failed + 3);
  for (const campaign of [spring, autumn]) {
    const { context } = JSON.parse((await cluster.record(campaign)).snapshot);
    expect(context.pause).toMatchObject({ cause: 'provider-outage', by: 'system' });
  }

  await cluster.during(two.engine.command({ campaign: autumn, command: { name: 'resume' }, by: 'test' }));
  await cluster.until(() => calls() > failed + 3);
  await cluster.pass(5_000);
  expect(calls()).toBe(failed + 4);
  expect(lastCall().campaign).toBe(autumn);
});

test('a right to probe lapses where the attempt that holds it never gets a result', async () => {
  await openBreaker();
  const failed = calls();
  await cluster.until(() => calls() > failed);
  const first = lastCall();
  first.reply();
  await cluster.pass(14 * 60_000);
  expect(calls()).toBe(failed + 1);
  await cluster.until(() => calls() > failed + 1, 120_000);
  expect(await breaker()).toMatchObject({ open: true, probe: { attempt: lastCall().attempt } });
});

/** The provider answers again, and the probe that is out succeeds. */
async function succeed(): Promise<void> {
  const probe = lastCall();
  probe.reply();
  cluster.carrier.answersAtOnce = true;
  const delivery = toDelivery({ news: 'hang-up 4000', about: probe, step, id: 'probe:end' });
  await cluster.during(one.engine.receive(delivery));
}

test.each([
  { changes: 'heard', lateMs: 3_000 },
  { changes: 'lost', lateMs: 33_000 },
])(
  'a campaign that waits for the probe of another takes few turns, and starts soon after its success ($changes)',
  async ({ changes, lateMs }) => {
    await openBreaker();
    const failed = calls();
    await cluster.until(() => calls() > failed);
    const three = await cluster.join('three');
    const waiting = { contacts: 3, client: 'winter', rateLimits };
    const winter = await startCampaign({ cluster, instance: three, ...waiting });
    let turns = 0;
    const { readBreakers } = three.store;
    three.store.readBreakers = (keys) => {
      turns += 1;
      return readBreakers(keys);
    };
    await cluster.pass(5 * 60_000);
    expect(turns).toBe(10);
    losesChanges = changes === 'lost';
    await succeed();
    await cluster.until(() => cluster.carrier.calls.some(({ campaign }) => campaign === winter), lateMs);
    for (const { message, stored } of announced) expect(await stored).toBeGreaterThanOrEqual(message.rev);
    expect(announced.map(({ message: { state } }) => state)).toEqual(['open', 'probing', 'closed']);
  },
);

test('a probe that is not sent gives the right to probe back, and another campaign probes at once', async () => {
  const { spring, autumn } = await openBreaker();
  const failed = calls();
  const { promise, resolve } = Promise.withResolvers<void>();
  cluster.carrier.connect = () => promise;
  await cluster.until(async () => Boolean((await breaker())?.probe));
  const first = (await breaker())?.probe;
  const [owner, other] = first?.campaign === spring ? [one, autumn] : [two, spring];
  const pause = { name: 'pause', pause: { cause: 'operator', by: 'test', reason: null } } as const;
  const paused = { campaign: first?.campaign ?? '', command: pause, by: 'test' };
  await cluster.during(owner.engine.command(paused));
  resolve();
  cluster.carrier.connect = () => Promise.resolve();
  await cluster.until(() => calls() > failed, 5_000);
  expect(lastCall().campaign).toBe(other);
  expect(await breaker()).toMatchObject({ open: true, failedProbes: 0, probe: { campaign: other } });
  expect(calls()).toBe(failed + 1);
});

test('a paused campaign whose open calls fail opens the breaker for the others, and its log does not say so', async () => {
  const spring = await startCampaign({ cluster, instance: one, contacts: 100, rateLimits });
  await cluster.until(() => calls() >= 12);
  const pause = { name: 'pause', pause: { cause: 'operator', by: 'test', reason: null } } as const;
  await cluster.during(one.engine.command({ campaign: spring, command: pause, by: 'test' }));
  failAll();
  await cluster.until(async () => (await breaker())?.open === true, 10_000);
  const log = await cluster.store.readEvents({ campaign: spring, afterSeq: 0, limit: 999 });
  expect(log.filter(({ type }) => type === 'campaign.provider-down')).toEqual([]);
  const failed = calls();
  await startCampaign({ cluster, instance: two, contacts: 3, client: 'autumn', rateLimits });
  await cluster.pass(5_000);
  expect(calls()).toBe(failed);
});

test('an instance that sees the breaker late mints nothing, because its commits are refused', async () => {
  await openBreaker();
  const failed = calls();
  const read = two.store.readBreakers;
  const stale = (keys: readonly string[]) =>
    Promise.resolve(keys.map((key) => ({ breaker: closedBreaker(key), buckets: [] })));
  two.store.readBreakers = stale;
  await startCampaign({ cluster, instance: two, contacts: 3, client: 'winter', rateLimits });
  await cluster.pass(3_000);
  const tried = cluster.commits.filter(
    ({ turn }) => turn.minted.length > 0 && turn.breakersSeen[0]?.rev === 0,
  );
  expect(tried.filter(({ instance }) => instance === 'two').map(({ kind }) => kind)).toContain(
    'breaker-changed',
  );
  expect(calls()).toBe(failed);
  two.store.readBreakers = read;
});

test('steps of a channel that has no provider start although the breaker of the calls is open', async () => {
  await openBreaker();
  const steps: CampaignDefinitionInput['steps'] = [
    { id: 'note', channel: 'log', text: 'Hello.' },
    { id: 'call', channel: 'voice', from: callerId, flow: [{ speak: 'Hello.' }] },
  ];
  const winter = await startCampaign({ cluster, instance: one, contacts: 3, client: 'winter', steps });
  const positions = [1, 2, 3];
  await cluster.until(async () => {
    const found = await cluster.store.readEnrollments({ campaign: winter, positions });
    return found.length === 3 && found.every(({ step: at }) => at === 1);
  }, 5_000);
  expect(await breaker()).toMatchObject({ open: true, probe: null });
});
