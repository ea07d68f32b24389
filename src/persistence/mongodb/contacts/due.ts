import { activeEnrollmentStates, dueClasses, dueClassesInOrder } from '../../../domain/contact/enrollment.ts';
import type { DueClass, Enrollment } from '../../../domain/contact/enrollment.ts';
import type { DueInput, DueStore } from '../../contract/contacts/due.ts';
import type { Collections } from '../documents/collections.ts';
import { numberOf } from '../../common/keys.ts';
import { createReadDueHead } from '../campaigns/campaign-heads.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { CampaignHead } from '../../common/campaign-head.ts';
import { enrollmentFrom, withoutTrail } from './enrollment-documents.ts';

type DueReads = Pick<DueStore, 'readDue' | 'readDueHeads' | 'readOverdue'>;

/** Finds the due contacts of a campaign in which contacts may still be due. */
export type FindDue = (head: CampaignHead, input: DueInput) => Promise<Enrollment[]>;

const waitingOf = (head: CampaignHead) => ({ campaign: head.number, waits: true as const });

/** The classes in parts that have a common bound, in dispatch order. */
function partsOf({ classes = dueClassesInOrder, now, at = now }: DueInput) {
  if (at === now) return [{ classes, until: now }];
  const isIn = (dueClass: DueClass): boolean => classes.includes(dueClass);
  return [
    { classes: [dueClasses.withoutContact].filter(isIn), until: now },
    { classes: [dueClasses.callback].filter(isIn), until: at },
    { classes: [dueClasses.again, dueClasses.new].filter(isIn), until: now },
  ];
}

export function createFindDue({ enrollments }: Pick<Collections, 'enrollments'>): FindDue {
  return async (head, input) => {
    const { calendars: open, steps, limit } = input;
    if (open.length === 0) return [];
    const due: Enrollment[] = [];
    for (const { classes, until } of partsOf(input)) {
      if (classes.length === 0 || due.length >= limit) continue;
      const found = await enrollments
        .find(
          {
            ...waitingOf(head),
            calendar: { $in: [...new Set(open)] },
            dueClass: { $in: [...classes] },
            dueAt: { $lte: until },
            ...(steps && { step: { $in: [...steps] } }),
          },
          { projection: withoutTrail },
        )
        .sort({ dueClass: 1, dueAt: 1, _id: 1 })
        .limit(limit - due.length)
        .toArray();
      for (const document of found) due.push(enrollmentFrom(document, null));
    }
    return due;
  };
}

/** Reads due contacts. Every read follows the order of an index of due contacts and stops at its limit. */
export function createDue({
  collections: { enrollments },
  readHead,
}: {
  collections: Pick<Collections, 'enrollments'>;
  readHead: ReadHead;
}): DueReads {
  const dueHead = createReadDueHead(readHead);
  const findDue = createFindDue({ enrollments });

  return {
    async readDue(input) {
      const head = await dueHead(input.campaign);
      return head ? findDue(head, input) : [];
    },

    async readDueHeads(campaign) {
      const head = await dueHead(campaign);
      if (!head) return [];
      const open = await enrollments.distinct('calendar', waitingOf(head));
      const lanes = open.flatMap((calendar) => dueClassesInOrder.map((dueClass) => ({ calendar, dueClass })));
      const first = ({ calendar, dueClass }: (typeof lanes)[number]) =>
        enrollments
          .find({ ...waitingOf(head), calendar, dueClass }, { projection: { dueAt: 1 } })
          .sort({ dueAt: 1, _id: 1 })
          .limit(1)
          .toArray();
      const found = await Promise.all(lanes.map(first));
      return found.flatMap((documents, index) =>
        documents.map(({ _id, dueAt }) => ({
          ...(lanes[index] as (typeof lanes)[number]),
          dueAt,
          position: numberOf(_id),
        })),
      );
    },

    async readOverdue({ campaign, now, state, limit }) {
      const head = await dueHead(campaign);
      if (!head) return [];
      const found = await enrollments
        .find(
          {
            campaign: head.number,
            deadlineAt: { $gt: 0, $lte: now },
            state: state ?? { $in: [...activeEnrollmentStates] },
          },
          { projection: withoutTrail },
        )
        .sort({ deadlineAt: 1, _id: 1 })
        .limit(limit)
        .toArray();
      return found.map((document) => enrollmentFrom(document, null));
    },
  };
}
