import { dueClassesInOrder } from '../../../domain/contact/enrollment.ts';
import type { DueClass } from '../../../domain/contact/enrollment.ts';
import { bucketEndOf } from '../../contract/contacts/due.ts';
import { createReadDueHead } from '../campaigns/campaign-heads.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { Connection, Row } from '../connection/connection.ts';
import { mergeSources, type Source } from '../lists/merge.ts';
import { conditions, waitReasonCode } from '../rows/codes.ts';
import { calendars as calendarRows, tallies as tallyRows } from '../rows/contacts/due-rows.ts';
import {
  dueAtOf,
  enrollmentFrom,
  enrollmentReadColumns,
  positionOf,
} from '../rows/contacts/enrollment-rows.ts';
import type { SyncStore } from '../sync-store.ts';

type DueVerbs = Pick<
  SyncStore,
  'readDue' | 'readDueHeads' | 'readTallies' | 'countDueAfter' | 'readCalendars'
>;
type DueHead = ReturnType<DueVerbs['readDueHeads']>[number];
type HeadRow = readonly [calendar: number, dueClass: DueClass, dueAt: number, position: number];
type DueInput = Parameters<DueVerbs['readDue']>[0];

/** Reads due contacts with one index seek per calendar and class. Contacts that are not due are never read. */
export function createDue({
  connection,
  readHead,
}: {
  connection: Connection;
  readHead: ReadHead;
}): DueVerbs {
  const statements = prepareDue(connection);
  const readDueHead = createReadDueHead(readHead);
  return {
    readDue(input) {
      const head = readDueHead(input.campaign);
      return head ? readDue(statements, head.number, input).map((row) => enrollmentFrom(row, null)) : [];
    },
    readDueHeads(campaign) {
      const head = readDueHead(campaign);
      return head ? readDueHeads(statements, head.number) : [];
    },
    readTallies(campaign) {
      const head = readDueHead(campaign);
      return head ? statements.tallies.all(head.number).map(tallyRows.read) : [];
    },
    countDueAfter({ campaign, calendar, dueClass, waitReason, now }) {
      const head = readDueHead(campaign);
      if (!head) return 0;
      const reason = waitReasonCode.encode(waitReason);
      const lane = [head.number, calendar, dueClass] as const;
      return statements.countBetween.get(...lane, now, bucketEndOf(now), reason)?.[0] as number;
    },
    readCalendars(campaign) {
      const head = readHead(campaign);
      return head ? statements.calendars.all(head.number).map(calendarRows.read) : [];
    },
  };
}

function prepareDue({ prepare }: Connection) {
  const lane = `campaign = ? AND calendar = ? AND due_class = ? AND ${conditions.due}`;
  const dueWhere = (condition: string) =>
    prepare(
      `SELECT ${enrollmentReadColumns} FROM enrollments
       WHERE ${lane} AND due_at <= ? AND (due_at, position) > (?, ?) ${condition}
       ORDER BY due_at, position LIMIT ?`,
    );
  return {
    due: dueWhere(''),
    dueAtSteps: dueWhere('AND step IN (SELECT value FROM json_each(?))'),
    // With `>=` the index seek ends at the first row after the bound. With `>` it reads all rows that equal the bound.
    nextHead: prepare(
      `SELECT calendar, due_class, due_at, position FROM enrollments
       WHERE campaign = ? AND (calendar, due_class) >= (?, ?) AND ${conditions.due}
       ORDER BY calendar, due_class, due_at, position LIMIT 1`,
    ),
    countBetween: prepare(
      `SELECT count(*) FROM enrollments WHERE ${lane} AND due_at > ? AND due_at < ? AND wait_reason = ?`,
    ),
    tallies: prepare(`SELECT ${tallyRows.select()} FROM tallies WHERE campaign = ? AND contacts <> 0`),
    calendars: prepare(`SELECT ${calendarRows.select()} FROM calendars WHERE campaign = ? ORDER BY number`),
  };
}

type Statements = ReturnType<typeof prepareDue>;

function readDue(
  { due, dueAtSteps }: Statements,
  campaign: number,
  { calendars, classes = dueClassesInOrder, steps, now, limit }: DueInput,
): Row[] {
  const rows: Row[] = [];
  for (const dueClass of dueClassesInOrder) {
    if (!classes.includes(dueClass)) continue;
    const sources = [...new Set(calendars)].map((calendar): Source<Row> => {
      return (last, count) => {
        const [at, position] = last ? [dueAtOf(last), positionOf(last)] : [-Infinity, 0];
        const from = [campaign, calendar, dueClass, now, at, position] as const;
        return steps ? dueAtSteps.all(...from, JSON.stringify(steps), count) : due.all(...from, count);
      };
    });
    rows.push(...mergeSources({ sources, compare: byDueTime, limit: limit - rows.length }));
    if (rows.length >= limit) break;
  }
  return rows;
}

function readDueHeads({ nextHead }: Statements, campaign: number): DueHead[] {
  const [firstClass = 0] = dueClassesInOrder;
  const heads: DueHead[] = [];
  let row = nextHead.get(campaign, -1, firstClass);
  while (row) {
    const [calendar, dueClass, dueAt, position] = row as unknown as HeadRow;
    heads.push({ calendar, dueClass, dueAt, position });
    row = nextHead.get(campaign, calendar, dueClass + 1);
  }
  return heads;
}

function byDueTime(left: Row, right: Row): number {
  return dueAtOf(left) - dueAtOf(right) || positionOf(left) - positionOf(right);
}
