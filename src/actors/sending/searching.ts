import type { Logger } from 'pino';
import type { Channel, SearchResult } from '../../channels/contract.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { ActorEvent } from '../events.ts';

/** The attempts that this process looks for at their provider. */
export type Searching = {
  /** Looks for an attempt, unless that is under way. The result comes back as the event `searched`. Never throws. */
  begin: (attempt: Attempt) => Promise<void>;
  has: (attempt: string) => boolean;
};

/** A provider that cannot be searched has no evidence: the search period ends by itself. */
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
