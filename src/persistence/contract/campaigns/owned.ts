import type { Attempt } from '../../../domain/attempt/attempt.ts';
import type { CampaignRecord } from '../../../domain/campaign/campaign.ts';
import type { Enrollment } from '../../../domain/contact/enrollment.ts';
import type { Person } from '../../../domain/contact/person.ts';
import type { Calendar } from '../../../domain/time/window-rules.ts';
import type { DueTally } from '../contacts/due.ts';

/** What the owner of a campaign keeps in memory, as it is stored. */
export type OwnedCampaign = {
  record: CampaignRecord;
  calendars: readonly { number: number; calendar: Calendar }[];
  tallies: readonly DueTally[];
  /** The open attempts, in the order of minting, with their contacts and, by the ids in these, the persons. */
  attempts: readonly Attempt[];
  enrollments: readonly Enrollment[];
  persons: ReadonlyMap<string, Person>;
  /** The slots of shared limits that the campaign holds, without scopes of which it holds none. */
  held: readonly { scope: string; count: number }[];
  /** Whether events wait in the inbox. */
  hasEvents: boolean;
};

export type OwnedStore = {
  /**
   * Reads campaigns for instances that have just become their owners, many with few reads. Campaigns that are not stored are
   * skipped; the epoch of a record may be a later one. No call of an earlier epoch that changes limits takes effect after
   * this read, so `held` contains all of them.
   */
  readOwned: (owners: readonly { campaign: string; epoch: number }[]) => Promise<readonly OwnedCampaign[]>;
};
