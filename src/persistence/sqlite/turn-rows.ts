import type { Attempt } from '../../domain/attempt.ts';
import type { Turn } from '../contract.ts';
import { mintedCells, mintedColumns, progressCells, progressColumns } from './attempt-rows.ts';
import { waitReasonCode } from './codes.ts';
import type { Connection } from './connection.ts';
import { enrollmentCells, enrollmentColumns } from './enrollment-rows.ts';
import { invalidTurn } from './failures.ts';
import { keyOf } from './keys.ts';
import { partyCells, partyColumns } from './parties.ts';
import { attemptMark, eventMark } from './trail.ts';

/** Slack in bytes left in a new attempt, about what its end adds: ids of the provider, instants. */
const attemptRoom = 48;

type TurnRows = {
  write: (input: { turn: Turn; campaign: number; lastAttempt: number }) => void;
};

/** Writes the rows of people, attempts, parties and tallies that a turn changed, within the running transaction. */
export function createTurnRows({ connection }: { connection: Connection }): TurnRows {
  const { prepare } = connection;
  const set = (columns: readonly string[]): string => columns.map((column) => `${column} = ?`).join(', ');
  const attemptColumns = [...mintedColumns, ...progressColumns];
  const insertAttempt = prepare(
    `INSERT INTO attempts (key, ${attemptColumns.join(', ')}, room)
     VALUES (?, ${attemptColumns.map(() => '?').join(', ')}, zeroblob(${attemptRoom}))`,
  );
  const updateAttempt = prepare(`UPDATE attempts SET ${set(progressColumns)}, room = NULL WHERE id = ?`);
  const updateEnrollment = prepare(
    `UPDATE enrollments SET ${set(enrollmentColumns)}, trail = trail || ?, room = NULL WHERE key = ?`,
  );
  const extendTrail = prepare('UPDATE enrollments SET trail = trail || ?, room = NULL WHERE key = ?');
  const updateParty = prepare(`UPDATE parties SET ${set(partyColumns)}, room = NULL WHERE id = ?`);
  const raiseLastAttempt = prepare('UPDATE campaigns SET last_attempt = ? WHERE number = ?');
  const addTally = prepare(
    `INSERT INTO tallies (campaign, calendar, due_class, wait_reason, bucket, contacts) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET contacts = contacts + excluded.contacts`,
  );
  const dropTally = prepare(
    `DELETE FROM tallies WHERE campaign = ? AND calendar = ? AND due_class = ? AND wait_reason = ? AND bucket = ?
     AND contacts = 0`,
  );
  const putCalendar = prepare(
    `INSERT INTO calendars (campaign, number, calendar) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET calendar = excluded.calendar`,
  );

  const mint = (campaign: number, lastAttempt: number, minted: readonly Attempt[]): void => {
    minted.forEach((attempt, index) => {
      const key = keyOf(campaign, lastAttempt + index + 1);
      insertAttempt.get(key, ...mintedCells(attempt, campaign), ...progressCells(attempt));
    });
    if (minted.length > 0) raiseLastAttempt.get(lastAttempt + minted.length, campaign);
  };

  const tally = (campaign: number, tallies: Turn['tallies']): void => {
    for (const { calendar, dueClass, waitReason, bucket, contacts } of tallies) {
      const key = [campaign, calendar, dueClass, waitReasonCode.encode(waitReason), bucket];
      addTally.get(...key, contacts);
      if (contacts < 0) dropTally.get(...key);
    }
  };

  return {
    write({ turn, campaign, lastAttempt }) {
      const trails = trailsOf(turn, lastAttempt);
      mint(campaign, lastAttempt, turn.minted);
      for (const attempt of turn.attempts) {
        if (updateAttempt.run(...progressCells(attempt), attempt.id).changes !== 1)
          throw missing('attempt', attempt.id);
      }
      for (const enrollment of turn.enrollments) {
        const { position } = enrollment;
        const key = keyOf(campaign, position);
        const { changes } = updateEnrollment.run(
          ...enrollmentCells(enrollment),
          trails.get(position) ?? '',
          key,
        );
        if (changes !== 1) throw missing('enrollment', position);
        trails.delete(position);
      }
      for (const [position, marks] of trails) extendTrail.get(marks, keyOf(campaign, position));
      for (const { party } of turn.parties) updateParty.get(...partyCells(party), party.id);
      tally(campaign, turn.tallies);
      for (const { number, calendar } of turn.calendars) {
        putCalendar.get(campaign, number, JSON.stringify(calendar));
      }
    },
  };
}

/** What a turn adds to the trail of each person. */
function trailsOf({ minted, events }: Turn, lastAttempt: number): Map<number, string> {
  const trails = new Map<number, string>();
  const add = (position: number, mark: string): void => {
    trails.set(position, (trails.get(position) ?? '') + mark);
  };
  minted.forEach(({ position }, index) => add(position, attemptMark(lastAttempt + index + 1)));
  for (const { position, seq } of events) {
    if (position !== null) add(position, eventMark(seq));
  }
  return trails;
}

function missing(what: string, id: string | number): Error {
  return invalidTurn(`A turn changes the ${what} ${id}, which is not stored.`, { [what]: id });
}
