import type { CampaignState } from '../../domain/campaign/campaign.ts';
import type { EnrollmentState } from '../../domain/contact/enrollment.ts';

/**
 * The colour of a state, the same in charts, chips and nodes: it moves, it waits, it has ended, it needs a person, or
 * it is none of these.
 */
export type Hue = 'go' | 'wait' | 'done' | 'stop' | 'calm';

const campaignHues: Readonly<Record<CampaignState, Hue>> = {
  draft: 'calm',
  scheduled: 'wait',
  running: 'go',
  paused: 'wait',
  cancelling: 'wait',
  cancelled: 'done',
  completed: 'done',
  failed: 'stop',
  archived: 'calm',
};

const enrollmentHues: Readonly<Record<EnrollmentState, Hue>> = {
  pending: 'wait',
  'in-flight': 'go',
  waiting: 'wait',
  paused: 'wait',
  review: 'stop',
  observing: 'wait',
  completed: 'go',
  responded: 'go',
  exhausted: 'done',
  invalid: 'done',
  bounced: 'done',
  'opted-out': 'done',
  suppressed: 'done',
  expired: 'done',
  cancelled: 'done',
  'dead-lettered': 'stop',
  imported: 'done',
};

export const campaignHue = (state: CampaignState): Hue => campaignHues[state];
export const enrollmentHue = (state: EnrollmentState): Hue => enrollmentHues[state];
