import { reservedPool } from '../../domain/bot/bot-pool.ts';
import type { CampaignFacts } from '../campaign-facts.ts';
import type { PreflightItem } from './preflight-item.ts';

/** Warns of steps whose pool of bots does not exist or is empty: their contacts wait. */
export function botWarnings({ record, channels, client }: CampaignFacts): PreflightItem[] {
  return record.definition.steps.flatMap((step): PreflightItem[] => {
    const pool = reservedPool(channels.factsOfStep(step));
    if (pool === null || (client.bots?.[pool]?.size ?? 0) > 0) return [];
    const problem = client.bots?.[pool] ? 'has no bots' : 'does not exist';
    const detail = `The pool of bots ${pool} of the step "${step.id}" ${problem}, so its contacts wait.`;
    return [
      {
        code: 'bots.none-free',
        detail,
        hint: `Set it: ringmaster bots set ${pool} --client ${record.client}.`,
      },
    ];
  });
}
