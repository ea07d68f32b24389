import { dueClasses, dueClassesInOrder } from '../../../domain/contact/enrollment.ts';
import type { DueClass } from '../../../domain/contact/enrollment.ts';
import type { DueInput } from '../../contract/contacts/due.ts';
import { bucketEndOf } from '../../contract/contacts/due.ts';
import { createReadDueHead } from '../campaigns/campaign-heads.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { Connection } from '../connection/connection.ts';
import { createReadDueContact, dueContactColumns, dueContactSource } from './due-contacts.ts';
import { mergeSources, type Source } from '../lists/merge.ts';
import { conditions, waitReasonCode } from '../rows/codes.ts';
import { calendars as calendarRows, tallies as tallyRows } from '../rows/contacts/due-rows.ts';
import { enrollmentFrom, enrollmentReadColumns } from '../rows/contacts/enrollment-rows.ts';
import { keyOf } from '../../common/keys.ts';
import type { SyncStore } from '../sync-store.ts';

type DueVerbs = Pick<
  SyncStore,
  'readDue' | 'readDueContacts' | 'readDueHeads' | 'readTallies' | 'countDueAfter' | 'readCalendars'
>;
type DueHead = ReturnType<DueVerbs['readDueHeads']>[number];
/** The place of a due contact in its lane. */
type DuePlace = readonly [dueAt: number, position: number];
type HeadRow = readonly [calendar: number, dueClass: DueClass, dueAt: number, position: number];

/** Reads due contacts with one index seek per calendar and class. Contacts that are not due are never read. */
export function createDue({
  connection,
  readHead,
  ...parts
}: {
  connection: Connection;
  readHead: ReadHead;
} & Parameters<typeof createReadDueContact>[0]): DueVerbs {
  const statements = prepareDue(connection);
  const readDueHead = createReadDueHead(readHead);
  const readDueContact = createReadDueContact(parts);
  return {
    readDue(input) {
      const head = readDueHead(input.campaign);
      if (!head) return [];
      return findDue(statements, head.number, input).flatMap((key) => {
        const row = statements.enrollment.get(key);
        return row ? [enrollmentFrom(row, null)] : [];
      });
    },
    readDueContacts(input) {
      const head = readDueHead(input.campaign);
      if (!head) return [];
      const read = readDueContact({ client: head.client, campaign: input.campaign }, input.at);
      return findDue(statements, head.number, input).flatMap((key) => {
        const row = statements.dueContact.get(key);
        return row ? [read(row)] : [];
      });
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
      `SELECT due_at, position FROM enrollments
       WHERE ${lane} AND due_at <= ? AND (due_at, position) > (?, ?) ${condition}
       ORDER BY due_at, position LIMIT ?`,
    );
  return {
    due: dueWhere(''),
    dueAtSteps: dueWhere('AND step IN (SELECT value FROM json_each(?))'),
    enrollment: prepare(`SELECT ${enrollmentReadColumns} FROM enrollments WHERE key = ?`),
    dueContact: prepare(`SELECT ${dueContactColumns} FROM ${dueContactSource} WHERE enrollments.key = ?`),
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

const beforeAll: DuePlace = [Number.NEGATIVE_INFINITY, 0];

type Statements = ReturnType<typeof prepareDue>;

/**
 * Returns the keys of due contacts in dispatch order. They are found in the index alone: the merge reads more of them
 * than it returns.
 */
function findDue(
  { due, dueAtSteps }: Statements,
  campaign: number,
  { calendars, classes = dueClassesInOrder, steps, now, at = now, limit }: DueInput,
): number[] {
  const found: DuePlace[] = [];
  for (const dueClass of dueClassesInOrder) {
    if (!classes.includes(dueClass)) continue;
    const until = dueClass === dueClasses.callback ? at : now;
    const sources = [...new Set(calendars)].map((calendar): Source<DuePlace> => {
      return (last, count) => {
        const from = [campaign, calendar, dueClass, until, ...(last ?? beforeAll)] as const;
        const rows = steps ? dueAtSteps.all(...from, JSON.stringify(steps), count) : due.all(...from, count);
        return rows as unknown as DuePlace[];
      };
    });
    found.push(...mergeSources({ sources, compare: byDueTime, limit: limit - found.length }));
    if (found.length >= limit) break;
  }
  return found.map(([, position]) => keyOf(campaign, position));
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

function byDueTime([leftAt, left]: DuePlace, [rightAt, right]: DuePlace): number {
  return leftAt - rightAt || left - right;
}
