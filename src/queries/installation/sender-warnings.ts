import type { CampaignFacts } from '../campaign-facts.ts';
import { capsPerStep } from '../why/limit-caps.ts';
import { usableSenders } from '../why/step-senders.ts';
import type { PreflightItem } from './preflight-item.ts';

/** Returns the pools that steps use and that have no sender. */
export function emptyPoolsOf({ record, channels, senders }: CampaignFacts): string[] {
  const pools = record.definition.steps.flatMap((step) => channels.sendersOf(step)?.pool ?? []);
  return pools.filter((pool) => !senders.some(({ tags }) => tags.includes(pool)));
}

const unlimited = { concurrent: null, perSecond: null };

/** Warns of steps whose senders may not be used now, or allow less than the limits of the campaign. */
export function senderWarnings(facts: CampaignFacts): PreflightItem[] {
  const { record, channels, senders, client, now } = facts;
  const missing = record.definition.steps.flatMap((step): PreflightItem[] => {
    const choice = channels.sendersOf(step);
    const isKnown = choice?.addresses || senders.some(({ tags }) => tags.includes(choice?.pool ?? ''));
    if (!choice || !isKnown || usableSenders({ channels, senders, step, now }).length > 0) return [];
    const detail = `All senders of the step "${step.id}" are paused or in quarantine, so its contacts wait.`;
    return [{ code: 'sender.none-available', detail, hint: 'Look at them: ringmaster senders.' }];
  });
  const shared = { account: unlimited, global: unlimited, caller: unlimited };
  const { concurrent, perSecond, perDay } = record.definition.rateLimits;
  const small = capsPerStep({ record, channels, senders, now, client, shared, day: null }).flatMap(
    ({ caps, pooled }): PreflightItem[] => {
      const pool = pooled.length > 0 ? caps.at(-1) : undefined;
      if (!pool) return [];
      const below = [
        lower('at once', pool.concurrent, concurrent),
        lower('per second', pool.perSecond, perSecond),
        lower('per day', pool.perDay, perDay ?? null),
      ].filter((text) => text !== null);
      if (below.length === 0) return [];
      const detail = `${pooled.length} senders together allow less than the campaign: ${below.join(', ')}.`;
      return [
        { code: 'sender.pool-small', detail, hint: 'Add senders, raise their limits, or lower rateLimits.' },
      ];
    },
  );
  return [...missing, ...small];
}

/** Returns `40 of 100 at once` if the pool allows less than is wanted. */
function lower(words: string, allowed: number | null, wanted: number | null): string | null {
  return allowed === null || wanted === null || allowed >= wanted ? null : `${allowed} of ${wanted} ${words}`;
}
