import type { Logger } from 'pino';
import type { CampaignMemory } from '../../turn/campaign-memory.ts';
import type { TurnEvents } from '../../committed.ts';

/** Logs which attempts a new owner found open, and how each of them ended. */
export type FoundAttempts = {
  /** The campaign as this owner has read it; only the first call counts. */
  noteFound: (memory: CampaignMemory) => void;
  noteCommitted: (events: TurnEvents | undefined) => void;
};

export function createFoundAttempts({ campaign, log }: { campaign: string; log: Logger }): FoundAttempts {
  const open = new Set<string>();
  let found: number | null = null;
  return {
    noteFound(memory) {
      if (found !== null) return;
      for (const id of memory.open.keys()) open.add(id);
      found = open.size;
      if (found === 0) return;
      log.info(
        { campaign, attempts: [...open] },
        'attempts were found open; the provider is asked about them',
      );
    },
    noteCommitted(events = []) {
      if (open.size === 0) return;
      for (const event of events) {
        if (event.type !== 'attempt.ended' && event.type !== 'attempt.not-placed') continue;
        const { attempt, type, data } = event;
        if (!open.delete(attempt)) continue;
        const { disposition = null, became = null } = data;
        log.info(
          { campaign, attempt, type, disposition, became },
          'an attempt that was found open has ended',
        );
        if (open.size === 0)
          log.info({ campaign, attempts: found }, 'all attempts that were found open have ended');
      }
    },
  };
}
