import { createMachines } from '../../../src/actors/transitions/machines.ts';
import type { Attempt } from '../../../src/domain/attempt/attempt.ts';
import { isOpen, isUnsent } from '../../../src/domain/attempt/attempt.ts';
import type { CampaignRecord } from '../../../src/domain/campaign/campaign.ts';
import type { Enrollment } from '../../../src/domain/contact/enrollment.ts';
import { stateUnder } from '../../../src/domain/contact/enrollment.ts';
import { loggedEvent } from '../../../src/domain/events/campaign-event.ts';
import type { CampaignEvent } from '../../../src/domain/events/campaign-event.ts';
import type { Store, Turn } from '../../../src/persistence/contract/store.ts';
import { createReplay } from '../../../src/queries/journey/replay.ts';
import type { Replay } from '../../../src/queries/journey/replay.ts';
import { broken } from './broken.ts';
import { isCall, isNote } from './mirror.ts';

const { transitions } = createMachines();

/** Plays a line. Every transition of a row that it tells is one of the machine. */
function play(replay: Replay, event: CampaignEvent): void {
  for (const { machine, from, event: name, to } of replay.add(event)) {
    if (machine === 'campaign' || from === null) continue;
    const isKnown = transitions[machine].some(
      (one) => one.from === from && one.event === name && one.to === to,
    );
    if (!isKnown) broken(`8 log: by ${event.type} an ${machine} goes from ${from} by ${name} to ${to}`);
  }
}

/** Some states have no line: see `createReplay`. */
function isToldLate(attempt: Attempt, told: string | null): boolean {
  const { state } = attempt;
  if (state === 'settling') return told !== null && isOpen(told as Attempt['state']);
  if (!isCall(attempt) && state === 'placed') return told !== null && isOpen(told as Attempt['state']);
  return state === 'sending' && told !== null && isUnsent(told as Attempt['state']);
}

type Rows = {
  record: Pick<CampaignRecord, 'id' | 'state' | 'rest'>;
  enrollments: readonly Enrollment[];
  attempts: readonly Attempt[];
};

/** The states that the log tells are those of the rows. */
function compare(replay: Replay, { record, enrollments, attempts }: Rows): void {
  const campaign = replay.campaign()?.split('.')[0];
  if (campaign !== record.state)
    broken(`8 log: by its log ${record.id} is ${campaign}; it is ${record.state}`);
  const tried = new Set(attempts.filter((attempt) => !isNote(attempt)).map(({ id }) => id));
  for (const row of enrollments) {
    const state = stateUnder(record.rest, row.state);
    const told = replay.enrollment(row.position, state);
    // The attempt of a step that contacts no one has no lines.
    const isAtNote =
      state === 'in-flight' &&
      !tried.has(row.openAttempt ?? '') &&
      replay.attempt(row.openAttempt ?? '') === null;
    if (told !== state && !isAtNote)
      broken(`8 log: by the log of ${record.id} contact ${row.position} is ${told}; it is ${state}`);
  }
  for (const attempt of attempts) {
    if (isNote(attempt)) continue;
    const told = replay.attempt(attempt.id);
    if (told !== attempt.state && !isToldLate(attempt, told))
      broken(`8 log: by the log of ${record.id} ${attempt.id} is ${told}; it is ${attempt.state}`);
  }
}

export type JourneyOracle = { check: (turn: Turn) => void };

/** After every commit the lines so far tell the states of the rows that it wrote. */
export function createJourneyOracle(): JourneyOracle {
  const replays = new Map<string, Replay>();
  const replayOf = (id: string): Replay => {
    const known = replays.get(id);
    if (known) return known;
    const fresh = createReplay();
    // The line that is written with the campaign itself is in no turn.
    fresh.add(loggedEvent({ seq: 1, at: 0, event: { type: 'campaign.created', by: 'system' } }));
    replays.set(id, fresh);
    return fresh;
  };
  return {
    check({ record, events, enrollments, minted, attempts }) {
      const replay = replayOf(record.id);
      for (const event of events) play(replay, event);
      const latest = new Map([...minted, ...attempts].map((attempt) => [attempt.id, attempt]));
      compare(replay, { record, enrollments, attempts: [...latest.values()] });
    },
  };
}

/** The whole log of a campaign, played again, ends in the stored states. */
export async function checkReplay(store: Store, rows: Rows): Promise<void> {
  const replay = createReplay();
  let afterSeq = 0;
  for (;;) {
    const events = await store.readEvents({ campaign: rows.record.id, afterSeq, limit: 1_000 });
    for (const event of events) play(replay, event);
    const last = events.at(-1);
    if (!last) break;
    afterSeq = last.seq;
  }
  compare(replay, rows);
}
