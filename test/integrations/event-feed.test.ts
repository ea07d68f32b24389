import { expect, test } from 'vitest';
import { publishedEvent } from '../../src/integrations/event-feed/published-event.ts';
import type { Bus } from '../../src/messaging/contract.ts';
import { createMemoryHub } from '../../src/messaging/memory/memory-bus.ts';
import { toDelivery } from '../actors/support/callbacks.ts';
import { plainVoiceStep as step } from '../support/builders/campaigns.ts';
import type { TestInstance } from '../support/service/installation.ts';
import { startCampaign, startCluster } from '../support/service/start-cluster.ts';
import type { Cluster } from '../support/service/start-cluster.ts';

const contacts = 10;
type Json = { seq: number; type: string; data: Record<string, unknown> };
type Feed = Cluster & {
  one: TestInstance;
  campaign: string;
  /** The published events of the campaign, in the order of the bus. */
  published: () => readonly Json[];
  publishedSeqs: () => number[];
  log: () => ReturnType<Cluster['store']['readEvents']>;
  endCalls: (instance: TestInstance) => Promise<void>;
};

/** An instance that owns a campaign whose calls are live. `publish` stands before the bus. */
async function play(publish: (bus: Bus) => Partial<Bus> = () => ({})): Promise<Feed> {
  const events: { campaign: string; text: string }[] = [];
  const hub = createMemoryHub({
    onEvent: ({ campaign, body }) => void events.push({ campaign, text: new TextDecoder().decode(body) }),
  });
  const plain = hub.connect();
  const cluster = await startCluster({
    bus: { ...plain, ...publish(plain) },
    outside: { publishesEvents: true },
  });
  const one = await cluster.join('one');
  const campaign = await startCampaign({ cluster, instance: one, contacts, keepOpen: true });
  await cluster.until(() => cluster.carrier.calls.length === contacts);
  await cluster.pass(500);
  const published = () =>
    events.filter((event) => event.campaign === campaign).map(({ text }) => JSON.parse(text) as Json);
  return Object.assign(cluster, {
    one,
    campaign,
    published,
    publishedSeqs: () => published().map(({ seq }) => seq),
    log: () => cluster.store.readEvents({ campaign, afterSeq: 0, limit: 1_000 }),
    async endCalls({ engine }: TestInstance) {
      for (const call of cluster.carrier.calls)
        await cluster.during(
          engine.receive(toDelivery({ news: 'hang-up 4000', about: call, step, id: `${call.attempt}:end` })),
        );
    },
  });
}

const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

test('the log of a campaign is published in order, as the API shows it', async () => {
  const { one, campaign, log, endCalls, pass, published, store, during } = await play();
  await endCalls(one);
  await during(
    one.engine.command({
      campaign,
      command: { name: 'pause', pause: { cause: 'operator', by: 'test', reason: 'Ann asked for it' } },
      by: 'test',
    }),
  );
  await pass(1_000);
  const events = await log();
  expect(events.length).toBeGreaterThan(3 * contacts);
  expect(published()).toEqual(events.map((event) => publishedEvent({ campaign, event })));
  const paused = published().find(({ type }) => type === 'campaign.paused');
  expect(paused?.data).toEqual({ cause: 'operator', by: 'test' });
  expect(JSON.stringify(published())).not.toContain('Ann');
  await pass(15_000);
  expect(await store.listUnpublished({ after: null, limit: 10 })).toEqual([]);
});

test('what an owner committed before it died is published by another instance, once and in order', async () => {
  let isAway = false;
  const away = new Error('the bus is away');
  const feed = await play((bus) => ({
    publishEvent: (input) => (isAway ? Promise.reject(away) : bus.publishEvent(input)),
  }));
  const { one, log, endCalls, publishedSeqs, pass, join } = feed;
  await join('two');
  isAway = true;
  const before = publishedSeqs().length;
  await endCalls(one);
  one.kill();
  isAway = false;
  expect(publishedSeqs()).toHaveLength(before);
  await pass(90_000);
  expect(publishedSeqs()).toEqual(upTo((await log()).length));
  expect(publishedSeqs().length).toBeGreaterThan(before + contacts);
});

test('the last events of a campaign that nothing changes any more are published after the death of its instance', async () => {
  let isAway = false;
  const away = new Error('the bus is away');
  const feed = await play((bus) => ({
    publishEvent: (input) => (isAway ? Promise.reject(away) : bus.publishEvent(input)),
  }));
  const { one, campaign, publishedSeqs, log, endCalls, pass, join, during, until, record } = feed;
  await join('two');
  await endCalls(one);
  isAway = true;
  const cancel = { name: 'cancel', hangUp: false, reason: null } as const;
  await during(one.engine.command({ campaign, command: cancel, by: 'test' }));
  await until(async () => (await record(campaign)).state === 'cancelled');
  one.kill();
  isAway = false;
  const before = publishedSeqs().length;
  await pass(10_000);
  expect(publishedSeqs()).toHaveLength(before);
  await pass(80_000);
  expect(publishedSeqs()).toEqual(upTo((await log()).length));
  expect(publishedSeqs().length).toBeGreaterThan(before);
});

test('an owner that stood still publishes nothing out of order when it wakes', async () => {
  const late: (() => void)[] = [];
  let isHeld = false;
  const feed = await play((bus) => ({
    async publishEvent(input) {
      // The message of the first instance is on its way while the other one takes over.
      if (isHeld) {
        isHeld = false;
        await new Promise<void>((resolve) => late.push(resolve));
      }
      return bus.publishEvent(input);
    },
  }));
  const { one, log, endCalls, publishedSeqs, pass, until, join } = feed;
  const two = await join('two');
  isHeld = true;
  await endCalls(two);
  await until(() => late.length === 1);
  one.fuse.freeze();
  await pass(90_000);
  one.fuse.thaw();
  late[0]?.();
  await pass(60_000);
  expect(publishedSeqs()).toEqual(upTo((await log()).length));
});

test('a turn does not wait for the bus', async () => {
  const feed = await play(() => ({ publishEvent: () => new Promise<never>(() => undefined) }));
  const { one, endCalls, publishedSeqs, record, campaign } = feed;
  await endCalls(one);
  expect((await record(campaign)).counters.states).toEqual({ completed: contacts });
  expect(publishedSeqs()).toEqual([]);
});

test('while the bus is away events wait, and are published in order afterwards', async () => {
  let isAway = true;
  let tries = 0;
  const away = new Error('the bus is away');
  const { one, log, endCalls, publishedSeqs, pass } = await play((bus) => ({
    publishEvent(input) {
      tries += 1;
      return isAway ? Promise.reject(away) : bus.publishEvent(input);
    },
  }));
  await endCalls(one);
  await pass(20_000);
  expect([publishedSeqs().length, tries < 30]).toEqual([0, true]);
  isAway = false;
  await pass(5_000);
  expect(publishedSeqs()).toEqual(upTo((await log()).length));
});
