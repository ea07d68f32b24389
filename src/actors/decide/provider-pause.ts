import type { Fault } from '../../domain/fault.ts';
import { stepCampaign } from './steps.ts';
import type { Deciding } from './steps.ts';

const causes = {
  credit: { cause: 'provider-credit', reason: 'the provider says the account is out of credit' },
  configuration: {
    cause: 'provider-configuration',
    reason: 'the provider refuses our credentials or caller ID',
  },
} as const;

/** Trouble that only a person can mend pauses the campaign and tells somebody. */
export function pauseForProvider(deciding: Deciding, fault: Fault | null): void {
  if (fault !== 'credit' && fault !== 'configuration') return;
  const { set } = deciding;
  const pause = { ...causes[fault], by: 'system' };
  if (!stepCampaign(deciding, { type: 'PAUSE', at: set.at, pause })) return;
  set.log({ type: 'campaign.paused', by: 'system', data: pause });
  set.perform({ type: 'alert', code: `campaign.${pause.cause}`, detail: set.record.id });
}
