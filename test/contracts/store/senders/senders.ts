import { expect, test } from 'vitest';
import type { SenderChange } from '../../../../src/domain/sender/sender.ts';
import { attemptOf, endedOf, inFlight, monday, play } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

/** The senders of clients, their outcomes, and the turns that use them. */
export function senderTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });
  const first = '+12025550101';
  const second = '+12025550102';
  const limits = { concurrent: 2, perSecond: null, perDay: 50 };
  const put = (address: string, change: SenderChange = {}, client = 'default') =>
    store().putSenders({ client, addresses: [address], change, by: 'key:ops', at: monday });
  const quarantineOf = (until: number | null) =>
    ({ cause: 'ordered', reason: 'complaints', by: 'key:ops', at: monday + 1, until }) as const;
  const log = async () =>
    (await store().readClientLog({ client: 'default', afterSeq: 0, limit: 99 })).map(
      ({ type, by, data }) => ({
        type,
        by,
        data,
      }),
    );
  const revision = async () => (await store().readNewSettings(null))?.rev ?? 0;

  test('a sender is added with defaults, and a change keeps what it does not name', async () => {
    const added = await put(second, { tags: ['cold', 'cold', 'b'], limits });
    expect(added).toEqual([
      {
        client: 'default',
        address: second,
        label: null,
        tags: ['b', 'cold'],
        mode: 'active',
        quarantine: null,
        limits,
        judgedSince: 0,
        addedAt: monday,
        changedAt: monday,
      },
    ]);
    await put(first, {}, 'northwind');
    await put(first, { label: 'Main' });
    const [changed] = await put(second, { mode: 'paused', limits: { concurrent: null } });
    expect(changed).toMatchObject({
      tags: ['b', 'cold'],
      mode: 'paused',
      limits: { ...limits, concurrent: null },
    });
    expect((await store().listSenders('default')).map(({ address }) => address)).toEqual([first, second]);
    expect(await store().listSenders('nobody')).toEqual([]);
  });

  test('each change is in the log of the client with its author, and raises the revision of settings', async () => {
    const before = await revision();
    await put(first, { label: 'Main' });
    await put(first, { label: 'Main' });
    expect(await revision()).toBe(before + 1);
    await put(first, { label: 'Second' });
    const change = { client: 'default', address: first, by: 'key:ops', at: monday + 1 };
    await store().setQuarantine({ ...change, quarantine: quarantineOf(monday + 60_000) });
    await store().setQuarantine({ ...change, quarantine: null });
    expect(await store().removeSender(change)).toBe(true);
    expect(await store().removeSender(change)).toBe(false);
    expect(await revision()).toBe(before + 5);
    const settings = {
      tags: [],
      mode: 'active',
      limits: { concurrent: null, perSecond: null, perDay: null },
    };
    const by = 'key:ops';
    expect(await log()).toEqual([
      { type: 'sender.added', by, data: { address: first, label: 'Main', ...settings } },
      {
        type: 'sender.changed',
        by,
        data: {
          address: first,
          before: { label: 'Main', ...settings },
          after: { label: 'Second', ...settings },
        },
      },
      {
        type: 'sender.quarantined',
        by,
        data: { address: first, cause: 'ordered', reason: 'complaints', until: monday + 60_000 },
      },
      { type: 'sender.released', by, data: { address: first } },
      { type: 'sender.removed', by, data: { address: first } },
    ]);
  });

  test('a quarantine is refused if the sender was changed since it was judged', async () => {
    await put(first);
    const quarantine = quarantineOf(null);
    const change = { client: 'default', address: first, quarantine, by: 'system', at: monday + 9 };
    const kept = await store().setQuarantine({ ...change, seen: monday - 1 });
    expect(kept?.quarantine).toBeNull();
    const put9 = await store().setQuarantine({ ...change, seen: monday });
    expect(put9).toMatchObject({ quarantine, judgedSince: monday + 9, changedAt: monday + 9 });
    expect(await store().setQuarantine({ ...change, address: second })).toBeNull();
  });

  test('a request is done once', async () => {
    const request = { key: 'k1', digest: 'd', at: 5 };
    const input = { client: 'default', addresses: [first], change: { label: 'Main' }, by: 'key:ops', at: 5 };
    const once = await store().putSenders(input, request);
    expect(await store().putSenders({ ...input, change: { label: 'Other' } }, request)).toEqual(once);
    expect((await store().listSenders('default'))[0]?.label).toBe('Main');
  });

  test('a turn that starts an attempt from a sender that may not send is refused and writes nothing', async () => {
    const { commit } = await play(store());
    await put(first, { mode: 'paused' });
    await put(second);
    const start = (...senders: string[]) => commit({ senders, events: [{}] });
    expect(await start(second, first)).toEqual({ kind: 'sender-barred' });
    expect(await store().readEvents({ campaign: 'cmp_spring', afterSeq: 0, limit: 9 })).toEqual([]);
    expect(await start(second, '+12025550199')).toEqual({ kind: 'committed' });
    await store().setQuarantine({
      client: 'default',
      address: second,
      quarantine: quarantineOf(monday + 60_000),
      by: 'key:ops',
      at: monday + 1,
    });
    expect(await start(second)).toEqual({ kind: 'sender-barred' });
    expect(await commit({ senders: [second], patch: { updatedAt: monday + 60_000 } })).toEqual({
      kind: 'committed',
    });
  });

  test('outcomes add up over turns and campaigns, per sender and slice, and old ones are dropped', async () => {
    const spring = await play(store());
    const autumn = await play(store(), { name: 'autumn' });
    const slice = { address: first, at: monday, lastAt: monday + 5, blockedAt: 0 };
    const counts = { attempts: 3, reached: 2, short: 1, blocked: 0 };
    await spring.commit({ senderOutcomes: [{ ...slice, ...counts }] });
    await spring.commit({
      senderOutcomes: [
        {
          ...slice,
          lastAt: monday + 2,
          blockedAt: monday + 2,
          attempts: 1,
          reached: -1,
          short: -1,
          blocked: 1,
        },
      ],
    });
    await autumn.commit({
      senderOutcomes: [
        { ...slice, ...counts },
        { ...slice, ...counts, at: monday - 1_000 },
        { ...slice, ...counts, address: second },
      ],
    });
    const read = (since: number) => store().readSenderOutcomes({ client: 'default', since });
    expect(await read(monday)).toEqual([
      { ...slice, blockedAt: monday + 2, attempts: 7, reached: 3, short: 1, blocked: 1 },
      { ...slice, ...counts, address: second },
    ]);
    expect(await read(0)).toHaveLength(3);
    expect(await store().readSenderOutcomes({ client: 'northwind', since: 0 })).toEqual([]);
    expect(await store().dropSenderOutcomes({ before: monday, limit: 9 })).toBe(false);
    expect(await read(0)).toHaveLength(2);
    expect(await store().dropSenderOutcomes({ before: monday + 1, limit: 1 })).toBe(true);
  });

  test('the senders of the attempts of a contact are read, newest first', async () => {
    const { id, commit, person } = await play(store(), { people: 2 });
    const one = await person(1);
    const tried = endedOf(attemptOf(id, 1, one, { sender: first }));
    await commit({ minted: [tried], enrollments: [inFlight(one, tried)] });
    const again = attemptOf(id, 2, one, { sender: second, number: 2 });
    await commit({ minted: [again] });
    const read = await store().readTriedSenders({ campaign: id, positions: [1, 2] });
    expect(read).toEqual([
      { position: 1, sender: second, wasReached: false },
      { position: 1, sender: first, wasReached: true },
    ]);
  });
}
