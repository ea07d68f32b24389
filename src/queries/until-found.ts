import type { Page } from '../persistence/contract/pages.ts';

/** Reads page after page until one has items, or to the end: a store may skip many rows, some of them per page. */
export async function untilFound<Item>({
  read,
  after,
}: {
  read: (from: { after?: string }) => Promise<Page<Item>>;
  after: string | undefined;
}): Promise<Page<Item>> {
  let page = await read(after === undefined ? {} : { after });
  while (page.items.length === 0 && page.next !== null) page = await read({ after: page.next });
  return page;
}
