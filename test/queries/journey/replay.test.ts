import { expect, test } from 'vitest';
import { loggedEvent } from '../../../src/domain/events/campaign-event.ts';
import type { CampaignEvent, NewEvent } from '../../../src/domain/events/campaign-event.ts';
import { createReplay } from '../../../src/queries/index.ts';
import type { JourneyStep, Replay } from '../../../src/queries/index.ts';

const by = 'key:ops';
const minute = 60_000;

/** Plays the events, a minute apart, and returns the transitions as text. */
function play(replay: Replay, events: readonly NewEvent[]): string[] {
  const told = ({ machine, from, event, to }: JourneyStep): string => `${machine}: ${from} ${event} ${to}`;
  return events.flatMap((event, index) =>
    replay.add(loggedEvent({ seq: index + 1, at: (index + 1) * minute, event })).map(told),
  );
}

const created: NewEvent = { type: 'campaign.created', by };
const minted = (position: number, attempt: string, startAt?: number): NewEvent => ({
  type: 'attempt.minted',
  position,
  attempt,
  data: { step: 0, number: 1, ...(startAt !== undefined && { startAt }) },
});

test('a campaign that waits for its start, is paused and resumed before and after it', () => {
  const replay = createReplay();
  const startAt = 5.5 * minute;
  const pause: NewEvent = { type: 'campaign.paused', by, data: { cause: 'operator', by } };
  expect(
    play(replay, [
      created,
      { type: 'campaign.started', by, data: { startAt } },
      pause,
      { type: 'campaign.resumed', by },
      pause,
      { type: 'campaign.resumed', by },
      { type: 'campaign.waiting', by: 'system', data: {} },
      { type: 'campaign.expired', by: 'system' },
      { type: 'campaign.completed', by: 'system' },
      { type: 'campaign.archived', by },
    ]),
  ).toEqual([
    'campaign: null null draft',
    'campaign: draft START scheduled',
    'campaign: scheduled PAUSE paused',
    'campaign: paused RESUME scheduled',
    'campaign: scheduled PAUSE paused',
    'campaign: paused RESUME running.dispatching',
    'campaign: running.dispatching ASSESSED running.waiting',
    'campaign: running.waiting EXPIRE running.draining',
    'campaign: running.draining ASSESSED completed',
    'campaign: completed ARCHIVE archived',
  ]);
});

test('a call that is answered, and what follows for the contact', () => {
  const replay = createReplay();
  const concerns = { position: 4, attempt: 'att_1' } as const;
  expect(
    play(replay, [
      minted(4, 'att_1', 10),
      { type: 'attempt.dialing', ...concerns },
      { type: 'attempt.answered', ...concerns },
      {
        type: 'attempt.ended',
        ...concerns,
        data: { disposition: 'answered', became: 'waiting' },
      },
      {
        type: 'attempt.amended',
        ...concerns,
        data: { from: 'answered', disposition: 'answered', outcome: 'opt-out', became: 'opted-out' },
      },
    ]),
  ).toEqual([
    'attempt: null null sending',
    'enrollment: pending MINTED in-flight',
    'attempt: sending ACCEPTED placed',
    'attempt: placed REACHED placed',
    'attempt: placed ENDED ended',
    'enrollment: in-flight ATTEMPT_ENDED waiting',
    'attempt: ended ENDED ended',
    'enrollment: waiting AMENDED ended',
  ]);
  expect(replay.enrollment(4)).toBe('opted-out');
  expect(replay.attempt('att_1')).toBe('ended');
});

test('transitions without a line are told with the next line', () => {
  const replay = createReplay();
  const concerns = { position: 1, attempt: 'att_1' } as const;
  expect(
    play(replay, [
      minted(1, 'att_1'),
      { type: 'attempt.unknown', ...concerns, data: { detail: 'no answer' } },
      { type: 'enrollment.step-noted', position: 2, data: { became: 'completed' } },
    ]),
  ).toEqual([
    'attempt: null null preparing',
    'enrollment: pending MINTED in-flight',
    'attempt: preparing SEND sending',
    'attempt: sending AMBIGUOUS unknown',
    'enrollment: pending MINTED in-flight',
    'enrollment: in-flight ATTEMPT_ENDED ended',
  ]);
});

test('a cancelled campaign ends the contacts that rest, and not those in flight', () => {
  const replay = createReplay();
  play(replay, [
    created,
    { type: 'campaign.started', by, data: {} },
    { type: 'enrollment.deferred', position: 1, data: { reason: 'person.busy', until: 1 } },
    minted(2, 'att_2', 1),
    { type: 'campaign.cancelled', by, data: { hangUp: false } },
  ]);
  expect([1, 2, 3].map((position) => replay.enrollment(position))).toEqual([
    'cancelled',
    'in-flight',
    'cancelled',
  ]);
  expect(replay.campaign()).toBe('cancelling');
  play(replay, [
    { type: 'attempt.ended', position: 2, attempt: 'att_2', data: { became: 'completed' } },
    { type: 'campaign.cancelled', by: 'system' },
  ]);
  expect([replay.enrollment(2), replay.campaign()]).toEqual(['completed', 'cancelled']);
});

test('a contact without lines is as it arrived', () => {
  const replay = createReplay();
  expect(replay.enrollment(7)).toBe('pending');
  expect(replay.enrollment(7, 'suppressed')).toBe('suppressed');
  expect([replay.campaign(), replay.attempt('att_7')]).toEqual([null, null]);
});

test('lines of earlier versions, which do not name the state, leave it as it was', () => {
  const replay = createReplay();
  const line = {
    seq: 1,
    at: 1,
    position: 1,
    attempt: null,
    by,
    type: 'contact.pause',
    data: {},
  } as CampaignEvent;
  expect(replay.add(line)).toEqual([]);
  expect(replay.enrollment(1)).toBe('pending');
});

test('lines that move nothing tell nothing', () => {
  const replay = createReplay();
  const told = play(replay, [
    created,
    { type: 'campaign.edited', by, data: { version: 2, changed: ['pace'] } },
    { type: 'import.opened', by, data: { import: 'imp_1', format: 'csv' } },
    { type: 'campaign.provider-up', by, data: {} },
    { type: 'attempt.surplus', position: 1, attempt: 'att_1' },
  ]);
  expect(told).toEqual(['campaign: null null draft']);
});
