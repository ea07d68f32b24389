import type { Attempt } from '../../../domain/attempt/attempt.ts';
import type { CampaignRecord, Counters } from '../../../domain/campaign/campaign.ts';
import type { Channels } from '../../../domain/campaign/channel-facts.ts';
import type { SeriesRow } from '../../../domain/campaign/series.ts';
import type { TransitionCount } from '../../../domain/campaign/transition-count.ts';
import { isDispatchable, isEnd, restingStates } from '../../../domain/contact/enrollment.ts';
import type { Enrollment, EnrollmentEnd } from '../../../domain/contact/enrollment.ts';
import type { DueTally, Newcomer } from '../../../persistence/contract/store.ts';
import type { Machines } from '../../transitions/machines.ts';
import { tallyKey } from '../campaign-memory.ts';
import type { CampaignMemory } from '../campaign-memory.ts';
import { bump, countAttempt, tallyOf } from './row-counts.ts';
import { createSeriesCounter } from './series-counter.ts';
import { createTransitionCounter } from './transition-counter.ts';
import type { TransitionCounter } from './transition-counter.ts';

/** The figures of a campaign as one turn changes them. They follow from the rows that the turn changes. */
export type Figures = {
  counters: Counters;
  /** The transitions that this turn takes. */
  transitions: Pick<TransitionCounter, 'note' | 'add'>;
  attempt: (before: Attempt | null, after: Attempt) => void;
  enrollment: (before: Enrollment | null, after: Enrollment) => void;
  newcomers: (newcomers: readonly Newcomer[]) => void;
  /** Sets this end for all contacts that are neither in flight nor ended. No contact is due any more. */
  endRest: (end: EnrollmentEnd) => void;
  toTurn: () => { tallies: DueTally[]; transitions: TransitionCount[]; series: SeriesRow[] };
};

export function createFigures({
  memory,
  channels,
  machines,
  at,
}: {
  memory: Pick<CampaignMemory, 'record' | 'tallies'>;
  channels: Pick<Channels, 'contacts' | 'billOf'>;
  machines: Pick<Machines, 'transitions'>;
  at: number;
}): Figures {
  const counters = copyOf(memory.record);
  const tallies = new Map<string, DueTally>();
  const transitions = createTransitionCounter(machines);
  const series = createSeriesCounter();

  const tally = (key: Omit<DueTally, 'contacts'>, by: number): void => {
    const name = tallyKey(key);
    const known = tallies.get(name);
    tallies.set(name, { ...key, contacts: (known?.contacts ?? 0) + by });
  };
  const countEnrollment = (row: Enrollment, by: 1 | -1): void => {
    bump(counters.states, row.state, by);
    if (isDispatchable(row.state)) tally(tallyOf(row), by);
  };
  const enter = (machine: 'enrollment' | 'attempt', to: string): void =>
    transitions.add({ machine, from: null, event: null, to, count: 1 });

  return {
    counters,
    transitions,
    attempt(before, after) {
      if (channels.contacts(after.channel)) series.attempt(before, after);
      if (before) countAttempt({ channels, counters, attempt: before, by: -1 });
      else enter('attempt', after.state);
      countAttempt({ channels, counters, attempt: after, by: 1 });
    },
    enrollment(before, after) {
      series.enrollment(before, after);
      if (before) countEnrollment(before, -1);
      countEnrollment(after, 1);
    },
    newcomers(newcomers) {
      for (const { state, calendar } of newcomers) {
        counters.total += 1;
        bump(counters.states, state, 1);
        enter('enrollment', isEnd(state) ? 'ended' : state);
        if (state === 'pending') tally({ calendar, dueClass: 2, waitReason: 'contact.new', bucket: 0 }, 1);
        if (isEnd(state)) series.contactsEnded(at, 1);
      }
    },
    endRest(end) {
      for (const from of restingStates) {
        const count = counters.states[from] ?? 0;
        bump(counters.states, end, count);
        series.contactsEnded(at, count);
        transitions.add({ machine: 'enrollment', from, event: 'END', to: 'ended', count });
        delete counters.states[from];
      }
      tallies.clear();
      for (const [name, known] of memory.tallies) tallies.set(name, { ...known, contacts: -known.contacts });
    },
    toTurn: () => ({
      tallies: [...tallies.values()].filter(({ contacts }) => contacts !== 0),
      transitions: transitions.counts(),
      series: series.changes({
        at,
        open: counters.open === memory.record.counters.open ? null : counters.open,
      }),
    }),
  };
}

function copyOf({ counters }: Pick<CampaignRecord, 'counters'>): Counters {
  return {
    ...counters,
    states: { ...counters.states },
    attempts: { ...counters.attempts },
    ...(counters.canary && { canary: { ...counters.canary } }),
    ...(counters.cost && { cost: structuredClone(counters.cost) }),
  };
}
