import { beforeEach, describe, expect, test } from 'vitest';
import type { CampaignCommand } from '../../src/actors/index.ts';
import { everyClient } from '../../src/domain/contact/party.ts';
import { toDelivery } from './support/callbacks.ts';
import type { OrderedCall } from '../support/service/carriers/stub-carrier.ts';
import type { TestInstance } from '../support/service/installation.ts';
import { startCampaign, startCluster } from '../support/service/start-cluster.ts';
import type { Cluster } from '../support/service/start-cluster.ts';
import { plainVoiceStep as step } from '../support/builders/campaigns.ts';
import { deafBus } from '../support/service/deaf-bus.ts';

let cluster: Cluster;
let one: TestInstance;
let two: TestInstance;
let campaign: string;
beforeEach(async () => {
  cluster = await startCluster({ bus: deafBus });
  one = await cluster.join('one');
  campaign = await startCampaign({ cluster, instance: one, contacts: 3, rateLimits: { concurrent: 1 } });
  two = await cluster.join('two');
  await cluster.until(() => cluster.carrier.calls.length === 1);
});

const endOf = (about: OrderedCall) =>
  toDelivery({ news: 'hang-up 4000', about, step, id: `${about.attempt}:end` });
const endCall = (instance: TestInstance) =>
  cluster.during(instance.engine.receive(endOf(cluster.carrier.calls[0] as OrderedCall)));
const order = (instance: TestInstance, command: CampaignCommand) =>
  cluster.during(instance.engine.command({ campaign, command, by: 'test' }));
const pause = { name: 'pause', pause: { cause: 'operator', by: 'test', reason: null } } as const;
/** Makes an instance the owner, without its knowledge and without that of the owner before. */
async function claimFor(instance: string): Promise<void> {
  const { epoch } = await cluster.record(campaign);
  await cluster.store.claimCampaign({ campaign, fromEpoch: epoch, instance });
}
const kindsOf = (instance: string, since: number): string[] =>
  cluster.commits.slice(since).flatMap((commit) => (commit.instance === instance ? [commit.kind] : []));

describe('an emergency stop that the owner has not heard of', () => {
  test('refuses the commit that would start a call, and the owner knows of the stop from then on', async () => {
    const since = cluster.commits.length;
    await cluster.store.putStop({ client: everyClient, reason: 'test', by: 'test', at: 0 });
    await endCall(one);
    await cluster.pass(500);
    expect(kindsOf('one', since).filter((kind) => kind === 'stopped')).toHaveLength(1);
    const { counters, snapshot } = await cluster.record(campaign);
    expect(counters).toMatchObject({ attempts: { answered: 1, started: 1 }, open: 0 });
    expect(JSON.parse(snapshot)).toMatchObject({ context: { waiting: { reason: 'emergency.stop' } } });
    await cluster.pass(60_000);
    expect(cluster.carrier.calls).toHaveLength(1);
  });
});

describe('an order at an instance that does not run the campaign', () => {
  /** The campaign moves while that instance decides, this number of times. */
  function moveDuringTurns(times: number): void {
    const commit = two.store.commitTurn;
    let left = times;
    two.store.commitTurn = async (turn) => {
      left -= 1;
      if (left >= 0) await claimFor('one');
      return commit(turn);
    };
  }

  test('is carried out once although the campaign moves meanwhile', async () => {
    moveDuringTurns(2);
    const since = cluster.commits.length;
    expect(await order(two, pause)).toMatchObject({ changed: true, campaign: { state: 'paused' } });
    expect(kindsOf('two', since)).toEqual(['fenced', 'fenced', 'committed']);
    const log = await cluster.store.readEvents({ campaign, afterSeq: 0, limit: 100 });
    expect(log.filter(({ type }) => type === 'campaign.paused')).toHaveLength(1);
  });

  test('is given up, with a hint to try again, if it moves again and again; nothing of it is stored', async () => {
    moveDuringTurns(Number.POSITIVE_INFINITY);
    await expect(order(two, pause)).rejects.toMatchObject({ code: 'campaign.moved', family: 'overloaded' });
    expect((await cluster.record(campaign)).state).toBe('running');
  });

  test('is refused if there is no such campaign', async () => {
    await expect(
      two.engine.command({ campaign: 'cmp_none', command: pause, by: 'test' }),
    ).rejects.toMatchObject({ code: 'campaign.not-found' });
  });
});

describe('an owner that lost its campaign and does not know it', () => {
  test('refuses an order, commits nothing, and lets go of the campaign', async () => {
    await claimFor('two');
    const since = cluster.commits.length;
    await expect(order(one, pause)).rejects.toMatchObject({ code: 'campaign.moved' });
    expect(kindsOf('one', since)).toEqual(['fenced']);
    expect(one.runtime.actor(campaign)).toBeNull();
  });

  test('stores evidence for the new owner, which takes it in', async () => {
    await claimFor('two');
    expect(await endCall(one)).toBe('current');
    const [waiting] = await cluster.store.readInbox({ campaign, limit: 10 });
    expect(JSON.parse(waiting?.body ?? '{}')).toMatchObject({ type: 'evidence' });
    await cluster.until(async () => (await cluster.record(campaign)).counters.attempts.answered === 1);
    expect(two.runtime.actor(campaign)).not.toBeNull();
    await cluster.until(() => cluster.carrier.calls.length === 2);
    expect(cluster.carrier.calls[1]?.by).toBe('two');
  });
});
