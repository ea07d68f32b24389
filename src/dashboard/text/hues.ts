import type { CampaignState } from '../../domain/campaign/campaign.ts';
import type { EnrollmentState } from '../../domain/contact/enrollment.ts';
import { hueOf } from '../charts/machines/index.ts';
import type { Hue } from '../charts/machines/index.ts';

export type { Hue } from '../charts/machines/index.ts';

/** The colour of a state, the same in charts and in chips. */
export const campaignHue = (state: CampaignState): Hue | null => hueOf('campaign', state);
export const enrollmentHue = (state: EnrollmentState): Hue | null => hueOf('enrollment', state);
