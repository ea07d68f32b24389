import type { FeedOf } from '../../messaging/contract.ts';
import type { Store } from '../../persistence/contract/store.ts';

const pageSize = 500;

/**
 * Creates the function that finds logs whose events nothing publishes: the instance that committed them is dead, or could
 * not reach the bus. Such a log is unpublished in two calls, and no more of it is published in the second than in the first.
 */
export function createStalledLogs({
  store,
  isFirst,
  onStalled,
}: {
  store: Pick<Store, 'listUnpublished'>;
  isFirst: () => Promise<boolean>;
  onStalled: (of: FeedOf) => void;
}): () => Promise<void> {
  let before: ReadonlyMap<string, number> = new Map();
  return async () => {
    const found = new Map<string, number>();
    if (await isFirst()) {
      for (let after: string | null = null; ;) {
        const page = await store.listUnpublished({ after, limit: pageSize });
        for (const { campaign, client, published } of page) {
          found.set(campaign, published);
          if (before.get(campaign) === published) onStalled({ client, campaign });
        }
        if (page.length < pageSize) break;
        after = page.at(-1)?.campaign ?? null;
      }
    }
    before = found;
  };
}
