import { dueClasses, type DueClass } from '../../../domain/contact/enrollment.ts';
import { tallyBucketMs } from '../../contract/store.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import { conditions, waitReasonCode } from '../rows/codes.ts';
import type { Connection, Row } from '../connection/connection.ts';
import { calendars as calendarRows, tallies as tallyRows } from '../rows/contacts/due-rows.ts';
import {
  dueAtOf,
  enrollmentFrom,
  enrollmentReadColumns,
  positionOf,
} from '../rows/contacts/enrollment-rows.ts';
import { mergeSources, type Source } from '../lists/merge.ts';
import type { SyncStore } from '../sync-store.ts';

type DueVerbs = Pick<
  SyncStore,
  'readDue' | 'readDueHeads' | 'readTallies' | 'countDueAfter' | 'readCalendars'
>;

type DueHead = ReturnType<DueVerbs['readDueHeads']>[number];
type HeadRow = readonly [calendar: number, dueClass: DueClass, dueAt: number, position: number];

const classesInOrder: readonly DueClass[] = [
  dueClasses.note,
  dueClasses.callback,
  dueClasses.again,
  dueClasses.new,
];

/** Who is next: one index seek per calendar and class, never a walk over people who are not due. */
export function createDue({
  connection,
  readHead,
}: {
  connection: Connection;
  readHead: ReadHead;
}): DueVerbs {
  const { prepare } = connection;
  const lane = `campaign = ? AND calendar = ? AND due_class = ? AND ${conditions.due}`;
  const prepareDue = (condition: string) =>
    prepare(
      `SELECT ${enrollmentReadColumns} FROM enrollments
       WHERE ${lane} AND due_at <= ? AND (due_at, position) > (?, ?) ${condition}
       ORDER BY due_at, position LIMIT ?`,
    );
  const due = prepareDue('');
  const dueAtSteps = prepareDue('AND step IN (SELECT value FROM json_each(?))');
  // `>=` seeks the first of them; `>` seeks whoever equals the bound, and walks over all of those.
  const nextHead = prepare(
    `SELECT calendar, due_class, due_at, position FROM enrollments
     WHERE campaign = ? AND (calendar, due_class) >= (?, ?) AND ${conditions.due}
     ORDER BY calendar, due_class, due_at, position LIMIT 1`,
  );
  const countAfter = prepare(
    `SELECT count(*) FROM enrollments WHERE ${lane} AND due_at > ? AND due_at < ? AND wait_reason = ?`,
  );
  const tallies = prepare(`SELECT ${tallyRows.select()} FROM tallies WHERE campaign = ? AND contacts <> 0`);
  const calendars = prepare(
    `SELECT ${calendarRows.select()} FROM calendars WHERE campaign = ? ORDER BY number`,
  );

  /** The head of a campaign in which people may still be due. */
  const dueHead: ReadHead = (campaign) => {
    const head = readHead(campaign);
    return head?.rest === null ? head : null;
  };

  return {
    readDue({ campaign, calendars, classes = classesInOrder, steps, now, limit }) {
      const head = dueHead(campaign);
      if (!head) return [];
      const rows: Row[] = [];
      for (const dueClass of classesInOrder) {
        if (!classes.includes(dueClass)) continue;
        const sources = [...new Set(calendars)].map((calendar): Source<Row> => {
          return (last, count) => {
            const [at, position] = last ? [dueAtOf(last), positionOf(last)] : [-Infinity, 0];
            const from = [head.number, calendar, dueClass, now, at, position] as const;
            return steps ? dueAtSteps.all(...from, JSON.stringify(steps), count) : due.all(...from, count);
          };
        });
        rows.push(...mergeSources({ sources, compare: byDueTime, limit: limit - rows.length }));
        if (rows.length >= limit) break;
      }
      return rows.map((row) => enrollmentFrom(row, null));
    },

    readDueHeads(campaign) {
      const head = dueHead(campaign);
      if (!head) return [];
      const heads: DueHead[] = [];
      let row = nextHead.get(head.number, -1, dueClasses.note);
      while (row) {
        const [calendar, dueClass, dueAt, position] = row as unknown as HeadRow;
        heads.push({ calendar, dueClass, dueAt, position });
        row = nextHead.get(head.number, calendar, dueClass + 1);
      }
      return heads;
    },

    readTallies(campaign) {
      const head = dueHead(campaign);
      if (!head) return [];
      return tallies.all(head.number).map(tallyRows.read);
    },

    countDueAfter({ campaign, calendar, dueClass, waitReason, now }) {
      const head = dueHead(campaign);
      if (!head) return 0;
      const bucketEnd = (Math.floor(now / tallyBucketMs) + 1) * tallyBucketMs;
      const reason = waitReasonCode.encode(waitReason);
      return countAfter.get(head.number, calendar, dueClass, now, bucketEnd, reason)?.[0] as number;
    },

    readCalendars(campaign) {
      const head = readHead(campaign);
      if (!head) return [];
      return calendars.all(head.number).map(calendarRows.read);
    },
  };
}

function byDueTime(left: Row, right: Row): number {
  return dueAtOf(left) - dueAtOf(right) || positionOf(left) - positionOf(right);
}
