import { describe, expect, test } from 'vitest';
import type { Bus, BusMessage } from '../../src/messaging/contract.ts';
import { createMemoryBus } from '../../src/messaging/memory/memory-bus.ts';
import { toDelivery } from './support/callbacks.ts';
import type { OrderedCall } from '../support/service/carriers/stub-carrier.ts';
import type { TestInstance } from '../support/service/installation.ts';
import { startCampaign, startCluster } from '../support/service/start-cluster.ts';
import type { Cluster } from '../support/service/start-cluster.ts';
import { createSpoiledBus, lost } from './support/spoiled-bus.ts';
import { plainVoiceStep as step } from '../support/builders/campaigns.ts';

const people = 20;

let cluster: Cluster;
let two: TestInstance;
let campaign: string;

/** The first instance owns a campaign whose calls are all live; the second one receives their results. */
async function open(bus: Bus = createMemoryBus()): Promise<void> {
  cluster = await startCluster({ bus });
  const one = await cluster.join('one');
  campaign = await startCampaign({ cluster, instance: one, contacts: people, keepOpen: true });
  two = await cluster.join('two');
  await cluster.until(() => cluster.carrier.calls.length === people);
  await cluster.pass(2_000);
}

const endOf = (call: OrderedCall): Parameters<TestInstance['engine']['receive']>[0] =>
  toDelivery({ news: 'hang-up 4000', about: call, step, id: `${call.attempt}:end` });

const calls = (): readonly OrderedCall[] => cluster.carrier.calls;
const states = async (): Promise<unknown> => (await cluster.record(campaign)).counters.states;
const ends = async (): Promise<number> => {
  const log = await cluster.store.readEvents({ campaign, afterSeq: 0, limit: 1_000 });
  return log.filter(({ type }) => type === 'attempt.ended').length;
};
const isInboxEmpty = async (): Promise<boolean> =>
  (await cluster.store.readInbox({ campaign, limit: 1 })).length === 0;

/** Counts what an instance asks of the store, by verb. */
function count(instance: string): (verb: string) => number {
  const counts = new Map<string, number>();
  cluster.watch = ({ instance: by, name, side }) => {
    if (by === instance && side === 'before') counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  return (verb) => counts.get(`store.${verb}`) ?? 0;
}

describe('a result at an instance that does not own the campaign', () => {
  test('travels to the owner: it reads no inbox, and its turn removes the stored result', async () => {
    await open();
    const made = count('one');
    for (const call of calls()) {
      await cluster.during(two.engine.receive(endOf(call)));
      await cluster.pass(300);
    }
    expect(await states()).toEqual({ completed: people });
    expect(await isInboxEmpty()).toBe(true);
    expect({ reads: made('readInbox'), commits: made('commitTurn') }).toEqual({ reads: 0, commits: people });
  });

  test('is found in the store within a beat if its message is lost', async () => {
    await open(createSpoiledBus('evidence', lost));
    for (const call of calls()) await cluster.during(two.engine.receive(endOf(call)));
    await cluster.pass(1_500);
    expect(await states()).toEqual({ completed: people });
    expect(await isInboxEmpty()).toBe(true);
  });

  test('changes nothing more if its message arrives three times, late and after the others', async () => {
    const late: (() => void)[] = [];
    await open(
      createSpoiledBus('evidence', (arrive) => {
        arrive();
        late.unshift(arrive, arrive);
      }),
    );
    for (const call of calls()) await cluster.during(two.engine.receive(endOf(call)));
    await cluster.pass(2_000);
    expect(await ends()).toBe(people);
    for (const arrive of late) arrive();
    await cluster.pass(2_000);
    expect(late.length).toBeGreaterThanOrEqual(2 * people);
    expect([await ends(), await states()]).toEqual([people, { completed: people }]);
    expect(await isInboxEmpty()).toBe(true);
  });

  test('is decided once if the owner reads it in the store before its message arrives', async () => {
    const late: (() => void)[] = [];
    await open(createSpoiledBus('evidence', (arrive) => late.push(arrive)));
    const [call] = calls() as [OrderedCall];
    await cluster.during(two.engine.receive(endOf(call)));
    await cluster.pass(1_500);
    for (const arrive of late) arrive();
    await cluster.pass(200);
    expect([await ends(), await isInboxEmpty()]).toEqual([1, true]);
  });

  test('takes its callback with it: each delivery counts once, however often its message arrives', async () => {
    await open(createSpoiledBus('evidence', (arrive) => [1, 2, 3].forEach(arrive)));
    const call = calls()[0] as OrderedCall;
    const callback = { key: 'c1', kind: 'hangup', fields: { CallStatus: 'completed' }, problem: null };
    const delivered = { ...endOf(call), callback };
    await cluster.during(
      Promise.all([1, 2, 3].map(() => two.engine.receive(delivered))).then(() => undefined),
    );
    await cluster.pass(2_000);
    const [attempt] = await cluster.store.readAttempts([call.attempt]);
    expect(attempt?.callbacks?.kept).toMatchObject([{ kind: 'hangup', effect: 'changed' }]);
    expect(attempt?.callbacks?.kept[0]?.arrivals).toHaveLength(3);
    expect([await ends(), await isInboxEmpty()]).toEqual([1, true]);
  });

  test('stays in the store for the next owner if the message reaches an instance that is none', async () => {
    const sent: BusMessage<'evidence'>[] = [];
    const bus = createMemoryBus();
    await open({
      ...bus,
      publish(input) {
        if (input.subject !== 'evidence') return bus.publish(input);
        sent.push(input.message as BusMessage<'evidence'>);
        return bus.publish({
          subject: 'evidence',
          to: 'two',
          message: input.message as BusMessage<'evidence'>,
        });
      },
    });
    await cluster.during(two.engine.receive(endOf(calls()[0] as OrderedCall)));
    expect([sent.length, await isInboxEmpty()]).toEqual([1, false]);
    await cluster.pass(1_500);
    expect([await ends(), await isInboxEmpty()]).toEqual([1, true]);
  });

  test('does not travel with what may be a number: the owner reads it in the store, at once', async () => {
    const bus = createMemoryBus();
    const published: string[] = [];
    await open({
      ...bus,
      publish(input) {
        published.push(JSON.stringify(input));
        return bus.publish(input);
      },
    });
    published.length = 0;
    const delivery = endOf(calls()[0] as OrderedCall);
    const evidence = delivery.evidence.map((piece) =>
      piece.kind === 'ended'
        ? { ...piece, cause: { code: '1', name: 'no route to 12025550199', source: '' } }
        : piece,
    );
    await cluster.during(two.engine.receive({ ...delivery, evidence }));
    await cluster.pass(200);
    expect(await ends()).toBe(1);
    expect(published.filter((text) => text.includes('12025550199') || text.includes('"evidence"'))).toEqual(
      [],
    );
  });
});
