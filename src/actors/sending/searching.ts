import type { Logger } from 'pino';
import type { Channel, SearchResult } from '../../channels/contract.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { ActorEvent } from '../events.ts';

/** Searches for attempts at their providers. */
export type Searching = {
  /**
   * Searches for an attempt, unless a search is under way. The result comes back as the event `searched`. Never
   * throws.
   */
  begin: (attempt: Attempt) => Promise<void>;
  has: (attempt: string) => boolean;
};

/** The result of a provider that cannot be searched: no evidence. The search period then ends by itself. */
const noEvidence: SearchResult = { evidence: [] };

export function createSearching({
  channels,
  log,
  post,
}: {
  channels: ReadonlyMap<string, Channel>;
  log: Logger;
  post: (event: ActorEvent) => void;
}): Searching {
  const searching = new Set<string>();
  const search = async (attempt: Attempt): Promise<SearchResult['evidence'] | null> => {
    try {
      const channel = channels.get(attempt.channel);
      if (!channel) return null;
      const found = (await channel.search?.(attempt)) ?? noEvidence;
      return found.evidence;
    } catch (error) {
      log.warn({ attempt: attempt.id, err: error }, 'the search at the provider failed; it will be repeated');
      return null;
    }
  };
  return {
    has: (id) => searching.has(id),
    async begin(attempt) {
      const { id } = attempt;
      if (searching.has(id)) return;
      searching.add(id);
      const evidence = await search(attempt);
      searching.delete(id);
      post({ type: 'searched', attempt: id, evidence });
    },
  };
}
