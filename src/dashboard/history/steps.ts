import type { TransitionCount } from '../../domain/campaign/transition-count.ts';
import type { EnrollmentState } from '../../domain/contact/enrollment.ts';
import type { AttemptState } from '../../domain/attempt/attempt.ts';
import type { CampaignEvent } from '../../domain/events/campaign-event.ts';
import { createReplay } from '../../queries/index.ts';
import type { EventView, JourneyStep } from '../../queries/index.ts';

/** A line of a history, with the state after it. `taken`: the last transition that the line tells; null if it tells none. */
export type HistoryStep<State extends string> = {
  event: EventView;
  state: State;
  taken: JourneyStep | null;
};
/** `traffic`: how often each transition was taken. */
export type History<State extends string> = { steps: HistoryStep<State>[]; traffic: TransitionCount[] };

/** The API writes instants as text. Of a contact's lines a replay reads names of states, which are the same. */
const asLine = (event: EventView): CampaignEvent => event as unknown as CampaignEvent;

function countTransitions(steps: readonly JourneyStep[]): TransitionCount[] {
  const counts = new Map<string, TransitionCount>();
  for (const { machine, from, event, to } of steps) {
    const key = JSON.stringify([from, event, to]);
    counts.set(key, { machine, from, event, to, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}

function play<State extends string>({
  history,
  machine,
  present,
  stateAfter,
}: {
  history: readonly EventView[];
  machine: JourneyStep['machine'];
  present: State;
  stateAfter: (replay: ReturnType<typeof createReplay>) => State | null;
}): History<State> {
  const replay = createReplay();
  const taken: JourneyStep[] = [];
  const steps = history.map((event, index): HistoryStep<State> => {
    const told = replay.add(asLine(event)).filter((step) => step.machine === machine);
    taken.push(...told);
    // Some changes have no line of their own, such as the end of the whole campaign.
    const isLast = index === history.length - 1;
    return { event, state: isLast ? present : (stateAfter(replay) ?? present), taken: told.at(-1) ?? null };
  });
  return { steps, traffic: countTransitions(taken) };
}

/** Plays the history of a contact. Its last line has the present state. */
export function contactSteps({
  history,
  position,
  present,
}: {
  history: readonly EventView[];
  position: number;
  present: EnrollmentState;
}): History<EnrollmentState> {
  return play({
    history,
    machine: 'enrollment',
    present,
    stateAfter: (replay) => replay.enrollment(position),
  });
}

/** Plays the lines of one attempt. The last one has the present state. */
export function attemptSteps({
  history,
  attempt,
  present,
}: {
  history: readonly EventView[];
  attempt: string;
  present: AttemptState;
}): History<AttemptState> {
  const own = history.filter((event) => event.attempt === attempt);
  return play({ history: own, machine: 'attempt', present, stateAfter: (replay) => replay.attempt(attempt) });
}

/** Plays the own lines of a campaign. The last one has the present state. */
export function campaignSteps({
  history,
  present,
}: {
  history: readonly EventView[];
  present: string;
}): History<string> {
  return play({ history, machine: 'campaign', present, stateAfter: (replay) => replay.campaign() });
}
