import { expect, test } from 'vitest';
import { play } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

export function eventTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  test('events are read after a seq, in order, without gaps, whatever turns they came in', async () => {
    const { id, commit } = await play(store());
    for (const count of [1, 3, 250, 2, 0, 1]) {
      await commit({ events: Array.from({ length: count }, (_, index) => ({ data: { count, index } })) });
    }
    const seqs = async (afterSeq: number, limit: number) =>
      (await store().readEvents({ campaign: id, afterSeq, limit })).map(({ seq }) => seq);
    expect(await seqs(0, 1000)).toEqual(Array.from({ length: 257 }, (_, index) => index + 1));
    expect(await seqs(2, 4)).toEqual([3, 4, 5, 6]);
    expect(await seqs(120, 2)).toEqual([121, 122]);
    expect(await seqs(256, 9)).toEqual([257]);
    expect(await seqs(257, 9)).toEqual([]);
    expect(await seqs(0, 0)).toEqual([]);
    expect(await store().readEvents({ campaign: 'cmp_none', afterSeq: 0, limit: 9 })).toEqual([]);
  });

  test('an event comes back as it was written', async () => {
    const { id, commit } = await play(store(), { people: 1 });
    const event = {
      at: 1.5,
      type: 'campaign.paused',
      position: 1,
      attempt: 'att_1',
      by: 'key:ops',
      data: { reason: 'ein "Grund" mit \n Umbruch 😀', deep: { list: [1, null, true] } },
    };
    await commit({ events: [event] });
    expect(await store().readEvents({ campaign: id, afterSeq: 0, limit: 1 })).toEqual([{ seq: 1, ...event }]);
  });

  test('the events of one person are told apart', async () => {
    const { id, commit } = await play(store(), { people: 12 });
    await commit({ events: [{ position: 1 }, { position: 11 }, {}, { position: 1 }] });
    await commit({ events: Array.from({ length: 300 }, (_, index) => ({ position: (index % 12) + 1 })) });
    await commit({ events: [{ position: 2 }, { position: 1 }] });
    const all = await store().readEvents({ campaign: id, afterSeq: 0, limit: 1000 });
    for (const position of [1, 2, 11, 12]) {
      const theirs = all.filter((event) => event.position === position);
      expect(await store().readEvents({ campaign: id, afterSeq: 0, position, limit: 999 })).toEqual(theirs);
      expect(await store().readEvents({ campaign: id, afterSeq: 100, position, limit: 3 })).toEqual(
        theirs.filter(({ seq }) => seq > 100).slice(0, 3),
      );
    }
    expect(await store().readEvents({ campaign: id, afterSeq: 0, position: 99, limit: 9 })).toEqual([]);
  });

  test('the inbox keeps events in the order they came, each once', async () => {
    const put = (event: string, campaign = 'cmp_spring') =>
      store().putInbox({ id: event, campaign, at: 7, body: `{"is":"${event}"}` });
    expect(await put('evt_b')).toBe(true);
    expect(await put('evt_a')).toBe(true);
    expect(await put('evt_b')).toBe(false);
    expect(await put('evt_b', 'cmp_other')).toBe(true);
    expect(await store().readInbox({ campaign: 'cmp_spring', limit: 9 })).toEqual([
      { id: 'evt_b', campaign: 'cmp_spring', at: 7, body: '{"is":"evt_b"}' },
      { id: 'evt_a', campaign: 'cmp_spring', at: 7, body: '{"is":"evt_a"}' },
    ]);
    expect(await store().readInbox({ campaign: 'cmp_spring', limit: 1 })).toHaveLength(1);
    expect((await store().listInboxes()).toSorted()).toEqual(['cmp_other', 'cmp_spring']);
  });

  test('events that come at the same time are stored once each', async () => {
    const { id } = await play(store());
    const events = ['evt_1', 'evt_2', 'evt_1', 'evt_3', 'evt_2', 'evt_1'];
    const put = (event: string) => store().putInbox({ id: event, campaign: id, at: 1, body: '' });
    const areNew = await Promise.all(events.map(put));
    const newOnes = events.filter((_, index) => areNew[index]);
    expect(newOnes.toSorted()).toEqual(['evt_1', 'evt_2', 'evt_3']);
    const stored = await store().readInbox({ campaign: id, limit: 9 });
    expect(stored.map((event) => event.id).toSorted()).toEqual(['evt_1', 'evt_2', 'evt_3']);
    expect((await store().readNews('instance-a')).news).toEqual([{ campaign: id, why: 'inbox' }]);
  });

  test('an inbox event leaves with the turn that consumed it, and only with that', async () => {
    const { id, commit, record } = await play(store());
    const ids = async () => (await store().readInbox({ campaign: id, limit: 9 })).map((event) => event.id);
    for (const event of ['evt_1', 'evt_2'])
      await store().putInbox({ id: event, campaign: id, at: 1, body: '' });
    await store().putInbox({ id: 'evt_1', campaign: 'cmp_other', at: 1, body: '' });
    const stale = { expected: { epoch: 1, rev: 5, seq: 0 }, patch: { rev: 6 } };
    expect(await commit({ consumed: ['evt_1'], ...stale })).toEqual({ kind: 'stale' });
    expect(await ids()).toEqual(['evt_1', 'evt_2']);
    await commit({ consumed: ['evt_1', 'evt_unknown'] });
    expect(await ids()).toEqual(['evt_2']);
    expect(await store().readInbox({ campaign: 'cmp_other', limit: 9 })).toHaveLength(1);
    await commit({ consumed: ['evt_2'] });
    expect(await store().listInboxes()).toEqual(['cmp_other']);
    expect(record().seq).toBe(0);
  });
}
