import type { Fault } from '../../../domain/fault.ts';
import { transitionCampaign } from '../steps.ts';
import type { Deciding } from '../steps.ts';

const causes = {
  credit: { cause: 'provider-credit', reason: 'the provider says the account is out of credit' },
  configuration: {
    cause: 'provider-configuration',
    reason: 'the provider refuses our credentials or caller ID',
  },
} as const;

/** Pauses the campaign for a fault that only an operator can correct, and sends an alert. */
export function pauseForProvider(deciding: Deciding, fault: Fault | null): void {
  if (fault !== 'credit' && fault !== 'configuration') return;
  const { set } = deciding;
  const pause = { ...causes[fault], by: 'system' };
  if (!transitionCampaign(deciding, { type: 'PAUSE', at: set.at, pause })) return;
  set.log({ type: 'campaign.paused', by: 'system', data: pause });
  set.perform({ type: 'alert', code: `campaign.${pause.cause}`, detail: set.record.id });
}
