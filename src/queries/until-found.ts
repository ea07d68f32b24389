import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Page } from '../persistence/contract/pages.ts';

/**
 * Reads page after page until one has items, or to the end: a store may skip many rows, some of them per page. Other work
 * of the process is done between two pages, because a store in the process answers without waiting for anything.
 */
export async function untilFound<Item>({
  read,
  after,
}: {
  read: (from: { after?: string }) => Promise<Page<Item>>;
  after: string | undefined;
}): Promise<Page<Item>> {
  let page = await read(after === undefined ? {} : { after });
  while (page.items.length === 0 && page.next !== null) {
    await nextTurn();
    page = await read({ after: page.next });
  }
  return page;
}
