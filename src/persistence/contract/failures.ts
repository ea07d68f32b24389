import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { RingmasterError } from '../../domain/errors.ts';

/**
 * Creates the error for a write that contradicts itself or the rows that it names. It is a mistake of the caller, and
 * nothing is written.
 */
export function invalidTurn(
  message: string,
  details: Readonly<Record<string, unknown>> = {},
  cause?: unknown,
): RingmasterError {
  return new RingmasterError({ code: 'store.invalid-turn', family: 'fault', message, details, cause });
}

export function nameTaken({ client, name }: Pick<CampaignRecord, 'client' | 'name'>): RingmasterError {
  return new RingmasterError({
    code: 'campaign.name-taken',
    family: 'conflict',
    message: `The client ${client} already has a campaign named ${name}.`,
    hint: 'Choose another name, or continue with the existing campaign.',
    details: { client, name },
  });
}

export function positionWithoutCampaign(): RingmasterError {
  return new RingmasterError({
    code: 'page.person-without-campaign',
    family: 'invalid',
    message: 'A position identifies a contact only together with a campaign.',
  });
}
