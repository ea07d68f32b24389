import type { Calendar } from '../../../domain/time/window-rules.ts';
import { bucketEndOf } from '../../contract/contacts/due.ts';
import type { DueStore, DueTally } from '../../contract/contacts/due.ts';
import type { CalendarDoc, Collections, TallyDoc } from '../documents/collections.ts';
import { numberOf } from '../../common/keys.ts';
import { keysAfter } from '../documents/keys.ts';
import { createReadDueHead } from '../campaigns/campaign-heads.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';

/** Stores the number of contacts per due time, and the calendars of a campaign. */
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
      return found.map(tallyFrom);
    },

    async countDueAfter({ campaign, calendar, dueClass, waitReason, now }) {
      const head = await dueHead(campaign);
      if (!head) return 0;
      return enrollments.countDocuments({
        campaign: head.number,
        waits: true,
        calendar,
        dueClass,
        dueAt: { $gt: now, $lt: bucketEndOf(now) },
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
      return found.map(calendarFrom);
    },
  };
}

export function tallyFrom({ _id, campaign: _c, ...tally }: TallyDoc): DueTally {
  return tally;
}

export function calendarFrom({ _id, calendar }: CalendarDoc): { number: number; calendar: Calendar } {
  return { number: numberOf(_id), calendar: JSON.parse(calendar) as Calendar };
}
