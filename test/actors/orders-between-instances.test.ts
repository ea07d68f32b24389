import { describe, expect, test } from 'vitest';
import type { CampaignCommand, CommandReply } from '../../src/actors/index.ts';
import type { Bus } from '../../src/messaging/contract.ts';
import { createMemoryBus } from '../../src/messaging/memory/memory-bus.ts';
import { sleep } from '../../src/platform/clock.ts';
import type { TestInstance } from '../support/service/installation.ts';
import { startCampaign, startCluster } from '../support/service/start-cluster.ts';
import type { Cluster } from '../support/service/start-cluster.ts';
import { plainStep } from '../support/builders/campaigns.ts';
import { createSpoiledBus, lost } from './support/spoiled-bus.ts';

const pause = { name: 'pause', pause: { cause: 'operator', by: 'test', reason: null } } as const;
const resume = { name: 'resume' } as const;
/** Longer than the owner may take, shorter than a lease. */
const aMoment = 500;

const step = (id: string) => ({ ...plainStep, id });

let cluster: Cluster;
let one: TestInstance;
let two: TestInstance;
let three: TestInstance;
let campaign: string;

/** Three instances. The first one owns a campaign with one live call. */
async function open(bus: Bus = createMemoryBus(), steps = [step('call')]): Promise<void> {
  cluster = await startCluster({ bus });
  one = await cluster.join('one');
  const rateLimits = { concurrent: 1 };
  campaign = await startCampaign({ cluster, instance: one, contacts: 5, rateLimits, steps });
  two = await cluster.join('two');
  three = await cluster.join('three');
  await cluster.until(() => cluster.carrier.calls.length === 1);
  await cluster.pass(2_000);
}

const order = (instance: TestInstance, command: CampaignCommand): Promise<CommandReply> =>
  instance.engine.command({ campaign, command, by: instance.name });

/** What the log says of commands, with the instances that received them. */
async function commanded(): Promise<string[]> {
  const log = await cluster.store.readEvents({ campaign, afterSeq: 0, limit: 1_000 });
  return log.flatMap((event) =>
    event.type === 'campaign.paused' || event.type === 'campaign.resumed'
      ? [`${event.type} by ${event.by}`]
      : [],
  );
}
const committers = (): string[] =>
  cluster.commits
    .filter(({ kind, turn }) => kind === 'committed' && turn.requests.length > 0)
    .map(({ instance }) => instance);
const state = async (): Promise<string> => (await cluster.record(campaign)).state;

describe('an order at an instance that does not own the campaign', () => {
  test('is carried out by the owner, and answered at once', async () => {
    await open();
    const began = cluster.time.elapsed();
    const reply = await cluster.during(order(two, pause));
    expect(cluster.time.elapsed() - began).toBeLessThan(100);
    expect(reply).toMatchObject({ changed: true, campaign: { state: 'paused' } });
    expect([await commanded(), committers()]).toEqual([['campaign.paused by two'], ['one']]);
    expect(await cluster.during(order(three, pause))).toMatchObject({ changed: false });
    expect(await cluster.during(order(three, resume))).toMatchObject({ changed: true });
    expect(committers()).toEqual(['one', 'one', 'one']);
  });

  test('an edit reaches the owner whole', async () => {
    await open();
    const { definition } = await cluster.record(campaign);
    const edited = { ...definition, rateLimits: { ...definition.rateLimits, concurrent: 3 } };
    await cluster.during(order(two, { name: 'edit', definition: edited }));
    expect((await cluster.record(campaign)).definition).toEqual(edited);
    expect(committers()).toEqual(['one']);
    await cluster.until(() => cluster.carrier.calls.length === 3);
  });

  test('of several edits of one version one is carried out, wherever they arrive', async () => {
    await open();
    const { definition, definitionVersion: expectedVersion } = await cluster.record(campaign);
    const edits = [one, two, three].map((instance, index) => {
      const edited = { ...definition, priority: index + 1 };
      return order(instance, { name: 'edit', definition: edited, expectedVersion });
    });
    const ended = await cluster.during(Promise.allSettled(edits));
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const edit of ended) {
      if (edit.status === 'rejected')
        expect(edit.reason).toMatchObject({ code: 'campaign.changed-meanwhile', family: 'conflict' });
    }
    const won = ended.findIndex(({ status }) => status === 'fulfilled');
    const { definition: after, definitionVersion } = await cluster.record(campaign);
    expect([after.priority, definitionVersion]).toEqual([won + 1, expectedVersion + 1]);
  });

  test('is refused with the words of the owner', async () => {
    await open();
    await cluster.during(order(two, { name: 'cancel', hangUp: false, reason: null }));
    expect(await state()).toBe('cancelling');
    await expect(cluster.during(order(three, pause))).rejects.toMatchObject({
      code: 'campaign.command-refused',
      family: 'conflict',
      details: { state: 'cancelling' },
    });
    expect(committers()).toEqual(['one', 'one']);
  });

  test('waits for the turn that runs at the owner, and is not run beside it', async () => {
    await open();
    const { commitTurn } = one.store;
    one.store.commitTurn = async (turn) => {
      await sleep({ clock: cluster.time.clocks.system, ms: 400 });
      return commitTurn(turn);
    };
    const { definition } = await cluster.record(campaign);
    const edited = { ...definition, rateLimits: { ...definition.rateLimits, perSecond: 3 } };
    const edit = order(one, { name: 'edit', definition: edited });
    await cluster.pass(50);
    expect(await cluster.during(order(two, pause))).toMatchObject({ changed: true });
    await cluster.during(edit);
    expect(committers()).toEqual(['one']);
    expect(cluster.commits.map(({ kind }) => kind)).not.toContain('stale');
  });

  test('is run there if its message is lost, and acts once', async () => {
    await open(createSpoiledBus('orders', lost));
    expect(await cluster.during(order(two, pause))).toMatchObject({ changed: true });
    expect([await commanded(), committers()]).toEqual([['campaign.paused by two'], ['two']]);
  });

  test('acts once if the reply of the owner is lost', async () => {
    await open(createSpoiledBus('orders.replies', lost));
    expect(await cluster.during(order(two, pause))).toMatchObject({ changed: true });
    expect(await cluster.during(order(three, resume))).toMatchObject({ changed: true });
    expect(await commanded()).toEqual(['campaign.paused by two', 'campaign.resumed by three']);
    expect(committers()).toEqual(['one', 'one']);
  });

  test('acts once if its message is doubled, and a copy comes after the next order', async () => {
    const late: (() => void)[] = [];
    await open(
      createSpoiledBus('orders', (arrive) => {
        arrive();
        arrive();
        late.push(arrive);
      }),
    );
    await cluster.during(order(two, pause));
    await cluster.during(order(three, resume));
    for (const arrive of late) arrive();
    await cluster.pass(aMoment);
    expect(await commanded()).toEqual(['campaign.paused by two', 'campaign.resumed by three']);
    expect(await state()).toBe('running');
  });

  test('is run there while the owner stands still, which does not repeat it when it wakes', async () => {
    await open();
    one.fuse.freeze();
    expect(await cluster.during(order(two, pause))).toMatchObject({ changed: true });
    expect(await cluster.during(order(three, resume))).toMatchObject({ changed: true });
    one.fuse.thaw();
    await cluster.pass(aMoment);
    expect(await commanded()).toEqual(['campaign.paused by two', 'campaign.resumed by three']);
    expect(await state()).toBe('running');
  });

  test('that changed nothing does not act later, when the owner hears of it', async () => {
    await open();
    one.fuse.freeze();
    expect(await cluster.during(order(two, resume))).toMatchObject({ changed: false });
    expect(await cluster.during(order(three, pause))).toMatchObject({ changed: true });
    one.fuse.thaw();
    await cluster.pass(aMoment);
    expect([await commanded(), await state()]).toEqual([['campaign.paused by three'], 'paused']);
  });

  test('that was refused does not act later, when the owner hears of it', async () => {
    await open(createMemoryBus(), [step('call'), step('again')]);
    const give = (instance: TestInstance, name: 'retry' | 'skip'): Promise<{ changed: boolean }> => {
      const command = { name, position: 3, reason: null };
      return cluster.during(instance.engine.commandContact({ campaign, command, by: 'test' }));
    };
    const retries = async (): Promise<number> => {
      const log = await cluster.store.readEvents({ campaign, afterSeq: 0, limit: 1_000 });
      return log.filter(({ type }) => type === 'contact.retry').length;
    };
    one.fuse.freeze();
    await expect(give(two, 'retry')).rejects.toMatchObject({ code: 'contact.command-refused' });
    await give(three, 'skip');
    one.fuse.thaw();
    await cluster.pass(aMoment);
    expect(await retries()).toBe(0);
    // After the skip a retry is possible.
    expect(await give(two, 'retry')).toMatchObject({ changed: true });
    expect(await retries()).toBe(1);
  });

  test('with the key of a request is carried out once, through whichever instances it is repeated', async () => {
    await open();
    const request = { key: 'test:1', digest: 'd', at: 1 };
    const command = { campaign, command: pause, by: 'test', request };
    const [first, second] = await cluster.during(
      Promise.all([two.engine.command(command), three.engine.command(command)]),
    );
    await cluster.during(order(one, resume));
    const third = await cluster.during(three.engine.command(command));
    expect([first.changed, second.changed, third.changed]).toEqual([true, true, true]);
    expect(await state()).toBe('running');
    expect((await commanded()).length).toBe(2);
  });
});

test.each([1, 2, 3, 4])(
  'a pause and a resume at once end in one state, and both callers learn it (%i)',
  async (seed) => {
    await open(createMemoryBus());
    const orders = [() => order(two, pause), () => order(three, resume)];
    if (seed % 2 === 0) orders.reverse();
    if (seed > 2) one.fuse.freeze();
    const replies = await cluster.during(Promise.all(orders.map((give) => give())));
    one.fuse.thaw();
    await cluster.pass(aMoment);
    const [paused, resumed] = seed % 2 === 0 ? replies.toReversed() : replies;
    const log = await commanded();
    // A resume of a running campaign changes nothing: either the pause came last, or the resume did.
    const last = resumed?.changed ? 'running' : 'paused';
    expect(log).toEqual([
      'campaign.paused by two',
      ...(resumed?.changed ? ['campaign.resumed by three'] : []),
    ]);
    expect(paused?.changed).toBe(true);
    expect([await state(), one.runtime.actor(campaign)?.memory()?.record.state]).toEqual([last, last]);
  },
);
