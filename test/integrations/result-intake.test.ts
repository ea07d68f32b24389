import { describe, expect, test } from 'vitest';
import type { ReportedResultInput } from '../../src/domain/attempt/reported-result.ts';
import type { Bus, DeadLetter, ResultVerdict } from '../../src/messaging/contract.ts';
import { createMemoryHub } from '../../src/messaging/memory/memory-bus.ts';
import type { OrderedCall } from '../support/service/carriers/stub-carrier.ts';
import { startCampaign, startCluster } from '../support/service/start-cluster.ts';
import type { Cluster } from '../support/service/start-cluster.ts';

const contacts = 4;
type Report = Omit<ReportedResultInput, 'id' | 'evidence'> &
  Partial<Pick<ReportedResultInput, 'id' | 'evidence'>>;

const ended: Report['evidence'] = [{ kind: 'ended', disposition: 'answered', details: { talkSeconds: 9 } }];

type Played = {
  cluster: Cluster;
  call: OrderedCall;
  report: (report: Report) => Promise<void>;
  /** What the instances answered, in order. */
  verdicts: readonly (ResultVerdict & { attemptState: string | undefined })[];
  ends: () => Promise<number>;
  attempt: () => ReturnType<Cluster['store']['readAttempts']>;
  deadLetters: () => readonly DeadLetter[];
};

/** The first instance owns a campaign whose calls are all live. The second one receives the first result. */
async function play({
  failing = () => false,
}: { failing?: (verb: string) => boolean } = {}): Promise<Played> {
  let cluster: Cluster | null = null;
  const hub = createMemoryHub({
    after(ms, run) {
      const { system } = (cluster as Cluster).time.clocks;
      system.at(system.now() + ms, run);
    },
  });
  const plain = hub.connect();
  const verdicts: (ResultVerdict & { attemptState: string | undefined })[] = [];
  const bus: Bus = {
    ...plain,
    takeResults: ({ handle }) =>
      plain.takeResults({
        async handle(message) {
          const verdict = await handle(message);
          const inbox = await made.store.readInbox({ campaign, limit: 10 });
          const [row] = await made.store.readAttempts([call.attempt]);
          verdicts.push({ ...verdict, attemptState: inbox.length > 0 ? 'in the inbox' : row?.state });
          return verdict;
        },
      }),
  };
  const made = await startCluster({ bus, outside: { publishesEvents: false } });
  cluster = made;
  const one = await made.join('one');
  const campaign = await startCampaign({ cluster: made, instance: one, contacts, keepOpen: true });
  await made.until(() => made.carrier.calls.length === contacts);
  await made.join('two');
  await made.pass(2_000);
  made.watch = ({ name, side }) => {
    if (side === 'before' && failing(name)) throw new Error('the store is away');
  };
  const call = made.carrier.calls[0] as OrderedCall;
  let reports = 0;
  return {
    cluster: made,
    call,
    verdicts,
    deadLetters: hub.deadLetters,
    async report(report) {
      const id = report.id ?? `r-${(reports += 1)}`;
      const body = new TextEncoder().encode(JSON.stringify({ evidence: ended, ...report, id }));
      // Each message arrives: what the bus itself drops is not tested here.
      await bus.reportResult({ id: `message-${(reports += 1)}`, body });
    },
    async ends() {
      const log = await made.store.readEvents({ campaign, afterSeq: 0, limit: 1_000 });
      return log.filter(({ type }) => type === 'attempt.ended').length;
    },
    attempt: () => made.store.readAttempts([call.attempt]),
  };
}

describe('a result that an outside program reports', () => {
  test('ends the attempt, and is removed from the bus only once it is stored', async () => {
    const { cluster, call, report, verdicts, attempt } = await play();
    await report({ attempt: call.attempt });
    await cluster.pass(500);
    expect(await attempt()).toMatchObject([
      { state: 'ended', disposition: 'answered', evidence: 3, details: { talkSeconds: 9 } },
    ]);
    expect(verdicts).toMatchObject([
      { kind: 'stored', attemptState: expect.stringMatching(/in the inbox|ended/) },
    ]);
  });

  test('is found by the id of the call at the provider', async () => {
    const { cluster, call, report, attempt } = await play();
    await report({ providerId: call.requestId });
    await cluster.pass(500);
    expect(await attempt()).toMatchObject([{ state: 'ended', disposition: 'answered' }]);
  });

  test('twice, late, with another id and in another order has one meaning', async () => {
    const { cluster, call, report, ends, attempt, deadLetters } = await play();
    const { attempt: id } = call;
    const record: Report['evidence'] = [{ kind: 'ended', disposition: 'busy', source: 'record' }];
    await report({ attempt: id, id: 'first' });
    await report({ attempt: id, id: 'first' });
    await cluster.pass(2_000);
    await report({ attempt: id, evidence: record });
    await report({ attempt: id, id: 'first' });
    await report({ attempt: id, id: 'again' });
    await report({ attempt: id, evidence: [{ kind: 'reached', stage: 'in-progress' }] });
    await cluster.pass(2_000);
    expect(await ends()).toBe(1);
    expect(await attempt()).toMatchObject([{ state: 'ended', disposition: 'busy' }]);
    expect(deadLetters()).toEqual([]);
  });

  test('waits on the bus while the store is away', async () => {
    let isAway = true;
    const isWrite = (verb: string): boolean => ['store.putInbox', 'store.commitTurn'].includes(verb);
    const { cluster, call, report, verdicts, attempt, deadLetters } = await play({
      failing: (verb) => isAway && isWrite(verb),
    });
    await report({ attempt: call.attempt });
    await cluster.pass(10_000);
    expect(verdicts.length).toBeGreaterThan(2);
    expect(verdicts.map(({ kind }) => kind)).toEqual(verdicts.map(() => 'later'));
    expect(await attempt()).toMatchObject([{ state: 'placed' }]);
    isAway = false;
    await cluster.pass(20_000);
    expect(await attempt()).toMatchObject([{ state: 'ended', disposition: 'answered' }]);
    expect([verdicts.at(-1)?.kind, deadLetters()]).toEqual(['stored', []]);
  });

  test('is decided by another instance if the one that has it dies, and counts once', async () => {
    const { cluster, call, report, ends, attempt } = await play();
    const three = await cluster.join('three');
    cluster.watch = ({ instance, name, side }) => {
      if (instance === 'three' && name === 'store.putInbox' && side === 'before') three.kill();
    };
    for (const id of ['a', 'b', 'c']) await report({ attempt: call.attempt, id });
    await cluster.pass(45_000);
    expect(three.fuse.isBlown()).toBe(true);
    expect([await ends(), (await attempt())[0]?.state]).toEqual([1, 'ended']);
  });

  test('about an attempt that is not here is looked for again, and then moved to the dead letters', async () => {
    const { cluster, report, verdicts, deadLetters } = await play();
    await report({ attempt: 'att_none' });
    await report({ providerId: 'none' });
    await cluster.pass(5_000);
    expect(deadLetters()).toEqual([]);
    await cluster.pass(15_000);
    expect(deadLetters().map(({ reason }) => reason)).toEqual(['unknown-attempt', 'unknown-attempt']);
    expect(verdicts).toHaveLength(10);
  });
});
