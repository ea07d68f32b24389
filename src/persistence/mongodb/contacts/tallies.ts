import type { Calendar } from '../../../domain/time/window-rules.ts';
import { tallyBucketMs } from '../../contract/contacts/due.ts';
import type { DueStore } from '../../contract/contacts/due.ts';
import type { Collections } from '../documents/collections.ts';
import { createReadDueHead, keysAfter, numberOf } from '../documents/keys.ts';
import type { ReadHead } from '../documents/keys.ts';

/** How many contacts are due when, and the calendars of a campaign. */
export function createTallies({
  collections: { enrollments, tallies, calendars },
  readHead,
}: {
  collections: Pick<Collections, 'enrollments' | 'tallies' | 'calendars'>;
  readHead: ReadHead;
}): Pick<DueStore, 'readTallies' | 'countDueAfter' | 'readCalendars'> {
  const dueHead = createReadDueHead(readHead);
  return {
    async readTallies(campaign) {
      const head = await dueHead(campaign);
      if (!head) return [];
      const found = await tallies.find({ campaign: head.number, contacts: { $ne: 0 } }).toArray();
      return found.map(({ _id, campaign: _c, ...tally }) => tally);
    },

    async countDueAfter({ campaign, calendar, dueClass, waitReason, now }) {
      const head = await dueHead(campaign);
      if (!head) return 0;
      const bucketEnd = (Math.floor(now / tallyBucketMs) + 1) * tallyBucketMs;
      return enrollments.countDocuments({
        campaign: head.number,
        waits: true,
        calendar,
        dueClass,
        dueAt: { $gt: now, $lt: bucketEnd },
        waitReason,
      });
    },

    async readCalendars(campaign) {
      const head = await readHead(campaign);
      if (!head) return [];
      const found = await calendars
        .find({ _id: keysAfter(head.number, -1) })
        .sort({ _id: 1 })
        .toArray();
      return found.map(({ _id, calendar }) => ({
        number: numberOf(_id),
        calendar: JSON.parse(calendar) as Calendar,
      }));
    },
  };
}
