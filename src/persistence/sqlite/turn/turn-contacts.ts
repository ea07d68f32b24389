import type { Turn } from '../../contract/store.ts';
import { insertInto, numberedAssignments } from '../rows/columns/sql.ts';
import { calendars, tallies } from '../rows/contacts/due-rows.ts';
import type { Connection } from '../connection/connection.ts';
import { enrollmentTurnFields } from '../rows/contacts/enrollment-rows.ts';
import { invalidTurn } from '../../contract/failures.ts';
import { keyOf } from '../../common/keys.ts';
import { trailsOf } from '../rows/contacts/trail.ts';

type TurnContacts = {
  /** Writes enrollments, trails, tallies and calendars, within the running transaction. */
  write: (input: { campaign: number; lastAttempt: number; turn: Turn }) => void;
};

const tallyKey = tallies.pick('calendar', 'dueClass', 'waitReason', 'bucket');

/** Writes the changes that a turn makes to contacts. */
export function createTurnContacts({ connection }: { connection: Connection }): TurnContacts {
  const { prepare, countChanges } = connection;
  const updateEnrollment = prepare(
    `UPDATE enrollments SET ${numberedAssignments(enrollmentTurnFields.names, 3)}, trail = trail || ?2, room = NULL
     WHERE key = ?1`,
  );
  const extendTrail = prepare('UPDATE enrollments SET trail = trail || ?, room = NULL WHERE key = ?');
  const addTally = prepare(
    `${insertInto('tallies', ['campaign', ...tallies.names])}
     ON CONFLICT DO UPDATE SET contacts = contacts + excluded.contacts`,
  );
  const dropTally = prepare(
    `DELETE FROM tallies WHERE campaign = ? AND calendar = ? AND due_class = ? AND wait_reason = ? AND bucket = ?
     AND contacts = 0`,
  );
  const putCalendar = prepare(
    `${insertInto('calendars', ['campaign', ...calendars.names])}
     ON CONFLICT DO UPDATE SET calendar = excluded.calendar`,
  );

  const writeEnrollments = (campaign: number, turn: Turn, trails: Map<number, string>): void => {
    const changed = countChanges(() => {
      for (const enrollment of turn.enrollments) {
        const { position } = enrollment;
        updateEnrollment.get(
          keyOf(campaign, position),
          trails.get(position) ?? '',
          ...enrollmentTurnFields.cells(enrollment),
        );
        trails.delete(position);
      }
    });
    if (changed === turn.enrollments.length) return;
    throw invalidTurn('A turn changes an enrollment that is not stored.', { campaign: turn.record.id });
  };

  const tally = (campaign: number, changes: Turn['tallies']): void => {
    for (const change of changes) {
      addTally.get(campaign, ...tallies.cells(change));
      if (change.contacts < 0) dropTally.get(campaign, ...tallyKey.cells(change));
    }
  };

  return {
    write({ campaign, lastAttempt, turn }) {
      const trails = trailsOf(turn, lastAttempt);
      writeEnrollments(campaign, turn, trails);
      for (const [position, added] of trails) extendTrail.get(added, keyOf(campaign, position));
      tally(campaign, turn.tallies);
      for (const calendar of turn.calendars) putCalendar.get(campaign, ...calendars.cells(calendar));
    },
  };
}
