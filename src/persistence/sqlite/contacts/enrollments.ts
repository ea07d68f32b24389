import { restingStates } from '../../../domain/contact/enrollment.ts';
import type { Enrollment, EnrollmentEnd, EnrollmentState } from '../../../domain/contact/enrollment.ts';
import type { Page } from '../../contract/pages.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import { conditions, enrollmentStateCode, uncommonFrom } from '../rows/codes.ts';
import type { Connection, Row } from '../connection/connection.ts';
import { readCursor } from '../../contract/cursors.ts';
import { enrollmentFrom, enrollmentReadColumns, positionOf } from '../rows/contacts/enrollment-rows.ts';
import { keyOf, keyRange } from '../rows/keys.ts';
import { mergeSources, type Source } from '../lists/merge.ts';
import type { SyncStore } from '../sync-store.ts';

type EnrollmentVerbs = Pick<
  SyncStore,
  'readEnrollments' | 'listEnrollments' | 'readOverdue' | 'readLastPosition'
>;

/** How many rows a list looks at in one go when it has to pass over some: a read of some milliseconds. */
const mostRowsLookedAt = 5_000;

/** People in a campaign, by position. */
export function createEnrollments({
  connection,
  readHead,
}: {
  connection: Connection;
  readHead: ReadHead;
}): EnrollmentVerbs {
  const { prepare } = connection;
  const readOne = prepare(`SELECT ${enrollmentReadColumns} FROM enrollments WHERE key = ?`);
  const readLast = prepare('SELECT max(key) FROM enrollments WHERE key BETWEEN ? AND ?');
  const walk = prepare(
    `SELECT ${enrollmentReadColumns} FROM enrollments
     WHERE key > ? AND key <= ? AND ((1 << state) & ?) <> 0 ORDER BY key LIMIT ?`,
  );
  const listState = prepare(
    `SELECT ${enrollmentReadColumns} FROM enrollments
     WHERE campaign = ? AND state = ? AND ${conditions.uncommon} AND key > ? ORDER BY key LIMIT ?`,
  );
  const prepareOverdue = (condition: string) =>
    prepare(
      `SELECT ${enrollmentReadColumns} FROM enrollments
       WHERE campaign = ? AND deadline_at <= ? AND ${conditions.overdue} ${condition}
       ORDER BY deadline_at, key LIMIT ?`,
    );
  const overdue = prepareOverdue('');
  const overdueInState = prepareOverdue('AND state = ?');

  const lastPosition = (campaign: number): number => {
    const { first, last } = keyRange(campaign);
    const key = readLast.get(first, last)?.[0] as number | null;
    return key === null ? 0 : key - first;
  };

  const listUncommon = (input: ListInput): Row[] => {
    const sources = input.stored.map((state): Source<Row> => {
      return (last, count) =>
        listState.all(
          input.campaign,
          state,
          keyOf(input.campaign, last ? positionOf(last) : input.from),
          count,
        );
    });
    return mergeSources({ sources, compare: byPosition, limit: input.limit });
  };

  const listByWalking = (input: ListInput): Row[] =>
    walk.all(
      keyOf(input.campaign, input.from),
      keyOf(input.campaign, input.from + mostRowsLookedAt),
      input.stored.reduce((mask, state) => mask | (1 << state), 0),
      input.limit,
    );

  return {
    readEnrollments({ campaign, positions }) {
      const head = readHead(campaign);
      if (!head) return [];
      return positions.flatMap((position) => {
        const row = readOne.get(keyOf(head.number, position));
        return row ? [enrollmentFrom(row, head.rest)] : [];
      });
    },

    listEnrollments({ campaign, states, after, limit }): Page<Enrollment> {
      const head = readHead(campaign);
      if (!head) return { items: [], next: null };
      const from = readCursor({ after, form: [0] as const })?.[0] ?? 0;
      const stored = storedStates(states, head.rest);
      const input = { campaign: head.number, stored, from, limit: limit + 1 };
      const uncommon = stored.every((state) => state >= uncommonFrom);
      const rows = uncommon ? listUncommon(input) : listByWalking(input);
      const items = rows.slice(0, limit).map((row) => enrollmentFrom(row, head.rest));
      const lookedAt = from + mostRowsLookedAt;
      const more = rows.length > limit || (!uncommon && lookedAt < lastPosition(head.number));
      const end = rows.length > limit ? items.at(-1)?.position : lookedAt;
      return { items, next: more ? JSON.stringify([end]) : null };
    },

    readOverdue({ campaign, now, state, limit }) {
      const head = readHead(campaign);
      if (!head || head.rest !== null) return [];
      const rows =
        state === undefined
          ? overdue.all(head.number, now, limit)
          : overdueInState.all(head.number, now, enrollmentStateCode.encode(state), limit);
      return rows.map((row) => enrollmentFrom(row, null));
    },

    readLastPosition(campaign) {
      const head = readHead(campaign);
      return head ? lastPosition(head.number) : 0;
    },
  };
}

type ListInput = { campaign: number; stored: readonly number[]; from: number; limit: number };

/** The stored states behind the ones asked for, given what everyone at rest became. */
function storedStates(asked: readonly EnrollmentState[] | undefined, rest: EnrollmentEnd | null): number[] {
  const wanted = new Set(asked ?? enrollmentStateCode.words);
  const stored = enrollmentStateCode.words.filter((state) =>
    rest !== null && restingStates.has(state) ? wanted.has(rest) : wanted.has(state),
  );
  return stored.map(enrollmentStateCode.encode);
}

function byPosition(left: Row, right: Row): number {
  return positionOf(left) - positionOf(right);
}
