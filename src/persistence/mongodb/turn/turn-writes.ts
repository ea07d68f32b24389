import type { AnyBulkWriteOperation, ClientSession } from 'mongodb';
import { isOpen } from '../../../domain/attempt/attempt.ts';
import type { Attempt } from '../../../domain/attempt/attempt.ts';
import type { Turn } from '../../contract/store.ts';
import type { AttemptDoc, Collections, EnrollmentDoc } from '../documents/collections.ts';
import { invalidTurn } from '../../contract/failures.ts';
import { keyOf } from '../../common/keys.ts';
import { visitTrails } from '../../common/trails.ts';
import { enrollmentUpdate } from '../contacts/enrollment-documents.ts';

type Input = { campaign: number; lastAttempt: number; turn: Turn };

/** Writes the changes of a turn, within the running transaction. */
export type TurnWrites = {
  attempts: (input: Input, session: ClientSession) => Promise<void>;
  contacts: (input: Input, session: ClientSession) => Promise<void>;
};

export function createTurnWrites({
  attempts,
  enrollments,
  tallies,
  calendars,
}: Pick<Collections, 'attempts' | 'enrollments' | 'tallies' | 'calendars'>): TurnWrites {
  return {
    async attempts({ campaign, lastAttempt, turn }, session) {
      const { minted, record } = turn;
      if (minted.length > 0) {
        const documents = minted.map(({ id, ...attempt }, index): AttemptDoc => ({
          _id: id,
          ...attempt,
          client: record.client,
          key: keyOf(campaign, lastAttempt + index + 1),
          ...(isOpen(attempt.state) && { open: true as const }),
        }));
        await attempts.insertMany(documents, { session });
      }
      if (turn.attempts.length === 0) return;
      const { matchedCount } = await attempts.bulkWrite(
        turn.attempts.map((attempt) => ({
          updateOne: { filter: { _id: attempt.id }, update: attemptUpdate(attempt) },
        })),
        { session, ordered: false },
      );
      if (matchedCount === turn.attempts.length) return;
      throw invalidTurn('A turn changes an attempt that is not stored.', { campaign: record.id });
    },

    async contacts({ campaign, lastAttempt, turn }, session) {
      const trails = trailsOf(turn, lastAttempt);
      const changes = turn.enrollments.map((enrollment): AnyBulkWriteOperation<EnrollmentDoc> => {
        const { position } = enrollment;
        const added = trails.get(position);
        const update = { ...enrollmentUpdate(enrollment), ...(added && trailUpdate(added)) };
        trails.delete(position);
        return { updateOne: { filter: { _id: keyOf(campaign, position) }, update } };
      });
      const longer = [...trails].map(([position, added]): AnyBulkWriteOperation<EnrollmentDoc> => ({
        updateOne: { filter: { _id: keyOf(campaign, position) }, update: trailUpdate(added) },
      }));
      if (changes.length + longer.length > 0) {
        const { matchedCount } = await enrollments.bulkWrite([...changes, ...longer], {
          session,
          ordered: false,
        });
        if (matchedCount < changes.length) {
          throw invalidTurn('A turn changes an enrollment that is not stored.', { campaign: turn.record.id });
        }
      }
      await writeTallies(tallies, { campaign, changes: turn.tallies }, session);
      await writeCalendars(calendars, { campaign, changes: turn.calendars }, session);
    },
  };
}

async function writeTallies(
  tallies: Collections['tallies'],
  { campaign, changes }: { campaign: number; changes: Turn['tallies'] },
  session: ClientSession,
): Promise<void> {
  if (changes.length === 0) return;
  await tallies.bulkWrite(
    changes.map(({ contacts, ...tally }) => {
      const { calendar, dueClass, waitReason, bucket } = tally;
      const _id = [campaign, calendar, dueClass, waitReason, bucket].join(' ');
      const update = { $inc: { contacts }, $setOnInsert: { campaign, ...tally } };
      return { updateOne: { filter: { _id }, update, upsert: true } };
    }),
    { session },
  );
  await tallies.deleteMany({ campaign, contacts: 0 }, { session });
}

async function writeCalendars(
  calendars: Collections['calendars'],
  { campaign, changes }: { campaign: number; changes: Turn['calendars'] },
  session: ClientSession,
): Promise<void> {
  if (changes.length === 0) return;
  await calendars.bulkWrite(
    changes.map(({ number, calendar }) => ({
      updateOne: {
        filter: { _id: keyOf(campaign, number) },
        update: { $set: { calendar: JSON.stringify(calendar) } },
        upsert: true,
      },
    })),
    { session },
  );
}

/**
 * Returns the update of an attempt. It keeps the facts it was minted with: contact, step, numbers, channel, address.
 */
function attemptUpdate(attempt: Attempt) {
  const {
    id: _i,
    campaign: _c,
    position: _p,
    contact: _o,
    step: _s,
    number: _n,
    stepNumber: _t,
    channel: _h,
    address: _a,
    ...progress
  } = attempt;
  return isOpen(attempt.state)
    ? { $set: { ...progress, open: true as const } }
    : { $set: progress, $unset: { open: '' as const } };
}

type Trail = EnrollmentDoc['trail'];

/** Returns what a turn adds to the trail of each contact, by position. */
function trailsOf(turn: Turn, lastAttempt: number): Map<number, Trail> {
  const trails = new Map<number, Trail>();
  const trailOf = (position: number): Trail => {
    const trail = trails.get(position) ?? { attempts: [], events: [] };
    trails.set(position, trail);
    return trail;
  };
  visitTrails({
    turn,
    lastAttempt,
    attempt: (position, number) => void trailOf(position).attempts.push(number),
    event: (position, seq) => void trailOf(position).events.push(seq),
  });
  return trails;
}

/** Returns the update that appends to a trail. */
function trailUpdate({ attempts, events }: Trail) {
  return { $push: { 'trail.attempts': { $each: attempts }, 'trail.events': { $each: events } } };
}
