import { enrollmentStates } from '../../../domain/contact/enrollment.ts';
import type { Enrollment } from '../../../domain/contact/enrollment.ts';
import { readCursor } from '../../contract/cursors.ts';
import type { Page } from '../../contract/pages.ts';
import { storedStates } from '../../common/campaign-head.ts';
import type { CampaignHead } from '../../common/campaign-head.ts';
import { keyOf } from '../../common/keys.ts';
import { createReadDueHead } from '../campaigns/campaign-heads.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { Connection, Row } from '../connection/connection.ts';
import { mergeSources, type Source } from '../lists/merge.ts';
import { conditions, enrollmentStateCode, uncommonFrom } from '../rows/codes.ts';
import { enrollmentFrom, enrollmentReadColumns, positionOf } from '../rows/contacts/enrollment-rows.ts';
import { keyRange } from '../rows/keys.ts';
import type { SyncStore } from '../sync-store.ts';

type EnrollmentVerbs = Pick<
  SyncStore,
  'readEnrollments' | 'listEnrollments' | 'readOverdue' | 'readLastPosition'
>;
type ListInput = Parameters<EnrollmentVerbs['listEnrollments']>[0];
/** One page of a list: the stored states, the position before the page, and the maximum number of rows. */
type PageInput = { campaign: number; states: readonly number[]; from: number; limit: number };

/** The maximum number of rows that one page reads to find matching ones. It is a read of some milliseconds. */
const maxRowsRead = 5_000;

/** Reads the enrollments of a campaign by position. */
export function createEnrollments({
  connection,
  readHead,
}: {
  connection: Connection;
  readHead: ReadHead;
}): EnrollmentVerbs {
  const statements = prepareEnrollments(connection);
  const { readOne, overdue, overdueInState } = statements;
  const readDueHead = createReadDueHead(readHead);
  return {
    readEnrollments({ campaign, positions }) {
      const head = readHead(campaign);
      if (!head) return [];
      return positions.flatMap((position) => {
        const row = readOne.get(keyOf(head.number, position));
        return row ? [enrollmentFrom(row, head.rest)] : [];
      });
    },
    listEnrollments(input) {
      const head = readHead(input.campaign);
      return head ? listEnrollments(statements, head, input) : { items: [], next: null };
    },
    readOverdue({ campaign, now, state, limit }) {
      const head = readDueHead(campaign);
      if (!head) return [];
      const rows =
        state === undefined
          ? overdue.all(head.number, now, limit)
          : overdueInState.all(head.number, now, enrollmentStateCode.encode(state), limit);
      return rows.map((row) => enrollmentFrom(row, null));
    },
    readLastPosition(campaign) {
      const head = readHead(campaign);
      return head ? lastPosition(statements, head.number) : 0;
    },
  };
}

function prepareEnrollments({ prepare }: Connection) {
  const overdueWhere = (condition: string) =>
    prepare(
      `SELECT ${enrollmentReadColumns} FROM enrollments
       WHERE campaign = ? AND deadline_at <= ? AND ${conditions.overdue} ${condition}
       ORDER BY deadline_at, key LIMIT ?`,
    );
  return {
    readOne: prepare(`SELECT ${enrollmentReadColumns} FROM enrollments WHERE key = ?`),
    readLast: prepare('SELECT max(key) FROM enrollments WHERE key BETWEEN ? AND ?'),
    scan: prepare(
      `SELECT ${enrollmentReadColumns} FROM enrollments
       WHERE key > ? AND key <= ? AND ((1 << state) & ?) <> 0 ORDER BY key LIMIT ?`,
    ),
    listState: prepare(
      `SELECT ${enrollmentReadColumns} FROM enrollments
       WHERE campaign = ? AND state = ? AND ${conditions.uncommon} AND key > ? ORDER BY key LIMIT ?`,
    ),
    overdue: overdueWhere(''),
    overdueInState: overdueWhere('AND state = ?'),
  };
}

type Statements = ReturnType<typeof prepareEnrollments>;

/** Reads a page by the index of uncommon states, or by a scan of at most `maxRowsRead` rows. */
function listEnrollments(
  statements: Statements,
  head: CampaignHead,
  { states = enrollmentStates, after, limit }: ListInput,
): Page<Enrollment> {
  const from = readCursor({ after, form: [0] as const })?.[0] ?? 0;
  const codes = storedStates(states, head.rest).map(enrollmentStateCode.encode);
  const page = { campaign: head.number, states: codes, from, limit: limit + 1 };
  const isIndexed = codes.every((code) => code >= uncommonFrom);
  const rows = isIndexed ? listUncommon(statements, page) : scan(statements, page);
  const items = rows.slice(0, limit).map((row) => enrollmentFrom(row, head.rest));
  if (rows.length > limit) return { items, next: JSON.stringify([items.at(-1)?.position]) };
  const end = from + maxRowsRead;
  const isMore = !isIndexed && end < lastPosition(statements, head.number);
  return { items, next: isMore ? JSON.stringify([end]) : null };
}

function listUncommon({ listState }: Statements, { campaign, states, from, limit }: PageInput): Row[] {
  const sources = states.map((state): Source<Row> => {
    return (last, count) =>
      listState.all(campaign, state, keyOf(campaign, last ? positionOf(last) : from), count);
  });
  return mergeSources({ sources, compare: byPosition, limit });
}

function scan(statements: Statements, { campaign, states, from, limit }: PageInput): Row[] {
  const mask = states.reduce((bits, state) => bits | (1 << state), 0);
  return statements.scan.all(keyOf(campaign, from), keyOf(campaign, from + maxRowsRead), mask, limit);
}

function lastPosition({ readLast }: Statements, campaign: number): number {
  const { first, last } = keyRange(campaign);
  const key = readLast.get(first, last)?.[0] as number | null;
  return key === null ? 0 : key - first;
}

function byPosition(left: Row, right: Row): number {
  return positionOf(left) - positionOf(right);
}
