import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { RingmasterError } from '../../domain/errors.ts';

/** The permanent campaign of a client's single calls can be paused and resumed; anything else would break it. */
export function refuseForSingleCalls({ listed, state }: CampaignRecord): void {
  if (listed) return;
  throw new RingmasterError({
    code: 'campaign.command-refused',
    family: 'conflict',
    message: 'This campaign holds the single calls of a client; it can only be paused and resumed.',
    hint: 'Make a campaign of your own.',
    details: { state, allowed: ['pause', 'resume'] },
  });
}
