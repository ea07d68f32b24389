import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { RingmasterError } from '../../domain/errors.ts';

/**
 * Throws `campaign.command-refused` for the permanent campaign of a client's single calls, which can only be paused
 * and resumed.
 */
export function refuseForSingleCalls({ listed, state }: CampaignRecord): void {
  if (listed) return;
  throw new RingmasterError({
    code: 'campaign.command-refused',
    family: 'conflict',
    message: 'This campaign contains the single calls of a client; it can only be paused and resumed.',
    hint: 'Create another campaign.',
    details: { state, allowed: ['pause', 'resume'] },
  });
}
