import { expect, test } from 'vitest';
import type { ReviewItem } from '../../../../src/persistence/contract/queues/reviews.ts';
import { readAll } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

type NewReview = Omit<ReviewItem, 'state' | 'decidedAt' | 'decidedBy' | 'note'>;

function reviewOf(number: number, changes: Partial<NewReview> = {}): NewReview {
  return {
    id: `rev_${number}`,
    client: 'northwind',
    campaign: 'cmp_1',
    position: number,
    attempt: `att_${number}`,
    kind: 'message',
    openedAt: 1_000 + number,
    ...changes,
  };
}
const undecided = { state: 'open', decidedAt: null, decidedBy: null, note: null };
const approval = { state: 'approved', at: 5_000, by: 'key:ops', note: 'fine' } as const;

export function reviewTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  test('an item is added once, open', async () => {
    expect(await store().putReview(reviewOf(1))).toBe(true);
    expect(await store().putReview(reviewOf(1, { kind: 'reply' }))).toBe(false);
    expect(await store().readReview('rev_1')).toEqual({ ...reviewOf(1), ...undecided });
    expect(await store().readReview('rev_2')).toBeNull();
    const bare = reviewOf(3, { position: null, attempt: null });
    await store().putReview(bare);
    expect(await store().readReview('rev_3')).toEqual({ ...bare, ...undecided });
  });

  test('of two decisions at the same time the first counts', async () => {
    await store().putReview(reviewOf(1));
    const decide = (state: 'approved' | 'rejected') =>
      store().decideReview({ ...approval, id: 'rev_1', state });
    const [approved, rejected] = await Promise.all([decide('approved'), decide('rejected')]);
    expect([approved, rejected].filter(Boolean)).toHaveLength(1);
    expect(await store().readReview('rev_1')).toEqual({
      ...reviewOf(1),
      state: approved ? 'approved' : 'rejected',
      decidedAt: 5_000,
      decidedBy: 'key:ops',
      note: 'fine',
    });
    expect(await store().decideReview({ ...approval, id: 'rev_9' })).toBe(false);
  });

  test('they are listed by time and id, page by page, of one client, campaign or state', async () => {
    for (const number of [3, 1, 2]) await store().putReview(reviewOf(number));
    await store().putReview(reviewOf(4, { client: 'contoso', campaign: 'cmp_2', openedAt: 1_001 }));
    await store().decideReview({ ...approval, id: 'rev_2' });
    const ids = async (of: Partial<Pick<ReviewItem, 'client' | 'campaign' | 'state'>>) => {
      const all = await readAll((after) => store().listReviews({ ...of, ...(after && { after }), limit: 2 }));
      return all.map(({ id }) => id);
    };
    expect(await ids({})).toEqual(['rev_1', 'rev_4', 'rev_2', 'rev_3']);
    expect(await ids({ client: 'contoso' })).toEqual(['rev_4']);
    expect(await ids({ campaign: 'cmp_1', state: 'open' })).toEqual(['rev_1', 'rev_3']);
    expect(await ids({ client: 'northwind', campaign: 'cmp_1', state: 'approved' })).toEqual(['rev_2']);
  });
}
