import { expect, test } from 'vitest';
import { eventsOfChunk, largestChunk } from '../../../../src/persistence/contract/campaigns/event-log.ts';
import { chunkHash } from '../../../../src/persistence/contract/campaigns/log-hashes.ts';
import type { LogChunk } from '../../../../src/persistence/contract/campaigns/event-log.ts';
import { play } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

export function logChunkTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });
  const chunksOf = (campaign: string, afterSeq = 0, limit = 99): Promise<readonly LogChunk[]> =>
    store().readLogChunks({ campaign, afterSeq, limit });

  test('hold the events of each turn, at most 100 in one, in order', async () => {
    const { id, commit } = await play(store());
    for (const count of [1, 3, 2 * largestChunk + 1, 0, 1])
      await commit({ events: Array.from({ length: count }, (_, index) => ({ data: { count, index } })) });
    const chunks = await chunksOf(id);
    expect(chunks.map(({ lastSeq }) => lastSeq)).toEqual([1, 4, 104, 204, 205, 206]);
    expect(chunks.flatMap(eventsOfChunk)).toEqual(
      await store().readEvents({ campaign: id, afterSeq: 0, limit: 999 }),
    );
    expect(await chunksOf(id, 4, 2)).toEqual(chunks.slice(2, 4));
    expect(await chunksOf(id, 205)).toEqual(chunks.slice(5));
    expect(await chunksOf(id, 206)).toEqual([]);
    expect(await chunksOf('cmp_none')).toEqual([]);
  });

  test('are linked by hashes, which begin with the id of the campaign', async () => {
    const [spring, autumn] = [
      await play(store(), { name: 'spring' }),
      await play(store(), { name: 'autumn', id: 'cmp_autumn' }),
    ];
    for (const { commit } of [spring, autumn, spring, autumn, spring])
      await commit({ events: Array.from({ length: 150 }, () => ({ data: { text: 'ä "quote" 😀' } })) });
    for (const { id } of [spring, autumn]) {
      let previous = id;
      for (const { body, hash } of await chunksOf(id)) {
        expect(hash).toBe(chunkHash({ previous, body }));
        previous = hash ?? '';
      }
    }
  });

  test('begin with what a campaign is created with', async () => {
    const { record } = await play(store());
    const created = { ...record(), id: 'cmp_other', name: 'other', seq: 1 };
    const event = { seq: 1, at: 0, type: 'campaign.created', by: 'local', data: {} } as const;
    await store().createCampaign(created, undefined, [{ ...event, position: null, attempt: null }]);
    const [chunk] = await chunksOf('cmp_other');
    expect(chunk?.hash).toBe(chunkHash({ previous: 'cmp_other', body: chunk?.body ?? '' }));
  });

  test('are not written by a turn that is refused', async () => {
    const { id, commit } = await play(store());
    await commit({ events: [{}] });
    const before = await chunksOf(id);
    expect(await commit({ events: [{}], expected: { epoch: 1, rev: 9, seq: 1 } })).toEqual({ kind: 'stale' });
    expect(await chunksOf(id)).toEqual(before);
    await commit({ events: [{}] });
    const [, second] = await chunksOf(id);
    expect(second?.hash).toBe(chunkHash({ previous: before[0]?.hash ?? '', body: second?.body ?? '' }));
  });
}
