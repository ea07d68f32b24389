import { RingmasterError } from '../../domain/errors.ts';

export function campaignNotFound(campaign: string): RingmasterError {
  return new RingmasterError({
    code: 'campaign.not-found',
    family: 'not-found',
    message: `There is no campaign ${campaign}.`,
  });
}

export function movedAway(campaign: string): RingmasterError {
  return new RingmasterError({
    code: 'campaign.moved',
    family: 'overloaded',
    message: `Campaign ${campaign} is changing hands.`,
    hint: 'Try again in a moment.',
  });
}
