import type { StateValue } from 'xstate';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import { attemptStates } from '../../domain/attempt/attempt.ts';
import type { Enrollment } from '../../domain/contact/enrollment.ts';
import { activeEnrollmentStates, isEnd } from '../../domain/contact/enrollment.ts';
import type { AttemptEffect, AttemptMachineEvent } from '../../machines/attempt/attempt-machine.ts';
import { attemptImplementation, attemptMachine } from '../../machines/attempt/attempt-machine.ts';
import type {
  CampaignContext,
  CampaignEffect,
  CampaignMachineEvent,
} from '../../machines/campaign/campaign-machine.ts';
import { campaignImplementation, campaignMachine } from '../../machines/campaign/campaign-machine.ts';
import type {
  EnrollmentEffect,
  EnrollmentMachineEvent,
} from '../../machines/enrollment/enrollment-machine.ts';
import { enrollmentImplementation, enrollmentMachine } from '../../machines/enrollment/enrollment-machine.ts';
import { endedRow, readEnrollmentRow } from '../../machines/enrollment/enrollment-row.ts';
import type { EnrollmentRowContext } from '../../machines/enrollment/enrollment-row.ts';
import { createFlatRunner } from './flat-runner.ts';
import type { Transition } from './flat-runner.ts';
import { createMachineRunner } from './transition.ts';
import type { MachineRunner } from './transition.ts';

export type RowStep<Row, Effect extends string> = {
  row: Row;
  effects: readonly Effect[];
  changed: boolean;
  /** The index in `transitions` of the one that was taken; -1 if none was. */
  index: number;
};
export type CampaignPosition = { value: StateValue; context: CampaignContext };

/**
 * The runners of the three machines. The runner of the campaign machine uses its snapshot, the others use stored rows.
 */
export type Machines = {
  campaign: MachineRunner<CampaignContext, CampaignMachineEvent, CampaignEffect>;
  enrollment: (input: {
    row: Enrollment;
    event: EnrollmentMachineEvent;
  }) => RowStep<Enrollment, EnrollmentEffect>;
  attempt: (input: { row: Attempt; event: AttemptMachineEvent }) => RowStep<Attempt, AttemptEffect>;
  /** Every transition of the machines of rows. */
  transitions: Readonly<Record<RowMachine, readonly Transition[]>>;
};

/** A machine whose state is the state of a row. */
export type RowMachine = 'enrollment' | 'attempt';

type RowRunner<Row, Event, Effect extends string> = {
  run: (input: { row: Row; event: Event }) => RowStep<Row, Effect>;
  transitions: readonly Transition[];
};

/** Creates a function that reads a machine's state as the `state` column of a row. */
function createStateReader<State extends string>(states: readonly State[]): (value: StateValue) => State {
  const known: ReadonlySet<unknown> = new Set(states);
  return (value) => {
    if (known.has(value)) return value as State;
    throw new TypeError(`a machine is in a state that no row can have: ${JSON.stringify(value)}`);
  };
}

/** Sets the state of a row that a machine returned as its context. Copies the row only if it is `before` itself. */
function withState<Row extends { state: string }>(row: Row, before: Row, state: Row['state']): Row {
  if (row === before) return { ...row, state };
  row.state = state;
  return row;
}

function createAttemptRunner(): RowRunner<Attempt, AttemptMachineEvent, AttemptEffect> {
  const runner = createFlatRunner<Attempt, AttemptMachineEvent, AttemptEffect>({
    machine: attemptMachine,
    ...attemptImplementation,
  });
  const readState = createStateReader(attemptStates);
  return {
    transitions: runner.transitions,
    run({ row, event }) {
      const step = runner.next({ value: row.state, context: row, event });
      const { value, context, effects, changed, index } = step;
      return { row: changed ? withState(context, row, readState(value)) : row, effects, changed, index };
    },
  };
}

/** The context of an enrollment that was reopened, as a row. */
function withoutEnd(context: EnrollmentRowContext): Enrollment {
  const row = { ...context };
  delete row.end;
  return row;
}

/** The machine has one state `ended`, with the end in its context. The state of the row is the name of the end. */
function createEnrollmentRunner(): RowRunner<Enrollment, EnrollmentMachineEvent, EnrollmentEffect> {
  const runner = createFlatRunner<EnrollmentRowContext, EnrollmentMachineEvent, EnrollmentEffect>({
    machine: enrollmentMachine,
    ...enrollmentImplementation,
  });
  const readState = createStateReader(activeEnrollmentStates);
  return {
    transitions: runner.transitions,
    run({ row, event }) {
      const { value, context, effects, changed, index } = runner.next({ ...readEnrollmentRow(row), event });
      if (!changed) return { row, effects, changed, index };
      const after =
        value === 'ended'
          ? endedRow(context)
          : withState(isEnd(row.state) ? withoutEnd(context) : context, row, readState(value));
      return { row: after, effects, changed, index };
    },
  };
}

export function createMachines(): Machines {
  const enrollment = createEnrollmentRunner();
  const attempt = createAttemptRunner();
  return {
    campaign: createMachineRunner({ machine: campaignMachine, effects: campaignImplementation.effects }),
    enrollment: enrollment.run,
    attempt: attempt.run,
    transitions: { enrollment: enrollment.transitions, attempt: attempt.transitions },
  };
}
