import type { Page } from '../persistence/contract/pages.ts';

/**
 * Reads pages of a store until they have `limit` items together, or to the end. A store limits the rows that one page
 * reads, so a page of few matching rows may be short or empty although more follow.
 */
export async function fullPage<Item>({
  read,
  after,
  limit,
}: {
  read: (input: { after?: string; limit: number }) => Promise<Page<Item>>;
  after: string | undefined;
  limit: number;
}): Promise<Page<Item>> {
  let { items, next } = await read({ limit, ...(after !== undefined && { after }) });
  while (items.length < limit && next !== null) {
    const page = await read({ limit: limit - items.length, after: next });
    items = [...items, ...page.items];
    ({ next } = page);
  }
  return { items, next };
}
