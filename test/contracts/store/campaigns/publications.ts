import { expect, test } from 'vitest';
import { play } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

export function publicationTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });
  const unpublished = async (): Promise<string[]> =>
    (await store().listUnpublished({ after: null, limit: 10 })).map(
      ({ campaign, client, published }) => `${campaign} of ${client} after ${published}`,
    );
  const someEvents = (count: number) => ({ events: Array.from({ length: count }, () => ({})) });

  test('a campaign is listed while its log has events that are not noted as published', async () => {
    const { id, commit } = await play(store());
    expect(await unpublished()).toEqual([]);
    await commit(someEvents(3));
    expect(await unpublished()).toEqual([`${id} of default after 0`]);
    await store().notePublished({ campaign: id, seq: 2 });
    expect(await unpublished()).toEqual([`${id} of default after 2`]);
    await store().notePublished({ campaign: id, seq: 3 });
    expect([await unpublished(), await store().readPublishedSeq(id)]).toEqual([[], 3]);
    await commit(someEvents(0));
    expect(await unpublished()).toEqual([]);
    await commit(someEvents(1));
    expect(await unpublished()).toEqual([`${id} of default after 3`]);
  });

  test('a note that comes late lowers nothing, and a note changes nothing else', async () => {
    const { id, commit } = await play(store());
    await commit(someEvents(3));
    const before = await store().readCampaign(id);
    for (const seq of [3, 1]) await store().notePublished({ campaign: id, seq });
    expect([await unpublished(), await store().readPublishedSeq(id)]).toEqual([[], 3]);
    expect(await store().readCampaign(id)).toEqual(before);
    await store().notePublished({ campaign: 'cmp_none', seq: 3 });
    expect(await store().readPublishedSeq('cmp_none')).toBe(0);
  });

  test('a commit beside a note is not held up by it, and is listed', async () => {
    const { id, commit } = await play(store());
    await commit(someEvents(1));
    for (let seq = 1; seq <= 20; seq += 1) {
      const [committed] = await Promise.all([
        commit(someEvents(1)),
        store().notePublished({ campaign: id, seq }),
      ]);
      expect(committed).toMatchObject({ kind: 'committed' });
    }
    expect(await unpublished()).toEqual([`${id} of default after 20`]);
    await store().notePublished({ campaign: id, seq: 21 });
    expect(await unpublished()).toEqual([]);
  });

  test('they are listed in pages', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names) await (await play(store(), { name })).commit(someEvents(1));
    const found: string[] = [];
    for (let after: string | null = null; ;) {
      const page = await store().listUnpublished({ after, limit: 2 });
      found.push(...page.map(({ campaign }) => campaign));
      after = page.at(-1)?.campaign ?? null;
      if (page.length < 2) break;
    }
    expect(found).toEqual(names.map((name) => `cmp_${name}`));
  });
}
