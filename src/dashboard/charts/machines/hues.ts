import type { AttemptState } from '../../../domain/attempt/attempt.ts';
import type { CampaignState, Doing } from '../../../domain/campaign/campaign.ts';
import type { EnrollmentState } from '../../../domain/contact/enrollment.ts';

/** What a state means to an operator. Charts, chips and lists show each state in one of these colours. */
export const hues = ['moves', 'waits', 'ended', 'needs'] as const;
/** `needs`: a person has to decide something. */
export type Hue = (typeof hues)[number];

const campaign: Readonly<Record<CampaignState | `running.${Doing}`, Hue>> = {
  draft: 'waits',
  scheduled: 'waits',
  running: 'moves',
  'running.dispatching': 'moves',
  'running.waiting': 'waits',
  'running.draining': 'moves',
  paused: 'waits',
  cancelling: 'moves',
  cancelled: 'ended',
  completed: 'ended',
  failed: 'needs',
  archived: 'ended',
};

const enrollment: Readonly<Record<EnrollmentState | 'ended', Hue>> = {
  pending: 'waits',
  'in-flight': 'moves',
  waiting: 'waits',
  paused: 'waits',
  review: 'needs',
  observing: 'waits',
  ended: 'ended',
  completed: 'ended',
  responded: 'ended',
  exhausted: 'ended',
  invalid: 'ended',
  bounced: 'ended',
  'opted-out': 'ended',
  suppressed: 'ended',
  expired: 'ended',
  cancelled: 'ended',
  'dead-lettered': 'needs',
  imported: 'ended',
};

const attempt: Readonly<Record<AttemptState, Hue>> = {
  minted: 'moves',
  preparing: 'moves',
  sending: 'moves',
  placed: 'moves',
  settling: 'waits',
  unknown: 'waits',
  ended: 'ended',
  'not-placed': 'ended',
};

const byMachine: Readonly<Record<string, Readonly<Record<string, Hue>>>> = { campaign, enrollment, attempt };

/** The hue of a state of a machine; null for a box that is not a state. */
export const hueOf = (machine: string, state: string): Hue | null => byMachine[machine]?.[state] ?? null;
