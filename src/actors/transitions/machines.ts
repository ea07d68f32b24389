import type { StateValue } from 'xstate';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import { attemptStates } from '../../domain/attempt/attempt.ts';
import type { Enrollment } from '../../domain/contact/enrollment.ts';
import { activeEnrollmentStates } from '../../domain/contact/enrollment.ts';
import type { CallEffect, CallMachineEvent } from '../../machines/call-machine.ts';
import { callImplementation, callMachine } from '../../machines/call-machine.ts';
import type {
  CampaignContext,
  CampaignEffect,
  CampaignMachineEvent,
} from '../../machines/campaign-machine.ts';
import { campaignImplementation, campaignMachine } from '../../machines/campaign-machine.ts';
import type { EnrollmentEffect, EnrollmentMachineEvent } from '../../machines/enrollment-machine.ts';
import { enrollmentImplementation, enrollmentMachine } from '../../machines/enrollment-machine.ts';
import { endedRow, readEnrollmentRow } from '../../machines/enrollment-row.ts';
import type { EnrollmentRowContext } from '../../machines/enrollment-row.ts';
import { createFlatRunner } from './flat-runner.ts';
import { createMachineRunner } from './transition.ts';
import type { MachineRunner } from './transition.ts';

export type RowStep<Row, Effect extends string> = { row: Row; effects: readonly Effect[]; changed: boolean };
export type CampaignPosition = { value: StateValue; context: CampaignContext };

/** The three machines at work: the campaign's on its snapshot, the others on stored rows. */
export type Machines = {
  campaign: MachineRunner<CampaignContext, CampaignMachineEvent, CampaignEffect>;
  enrollment: (input: {
    row: Enrollment;
    event: EnrollmentMachineEvent;
  }) => RowStep<Enrollment, EnrollmentEffect>;
  call: (input: { row: Attempt; event: CallMachineEvent }) => RowStep<Attempt, CallEffect>;
};

/** Reads a machine's state as the `state` column of a row. */
function createStateReader<State extends string>(states: readonly State[]): (value: StateValue) => State {
  const known: ReadonlySet<unknown> = new Set(states);
  return (value) => {
    if (known.has(value)) return value as State;
    throw new TypeError(`a machine is in a state that no row can have: ${JSON.stringify(value)}`);
  };
}

/** Sets the state of a row that a machine returned as its context, and copies the row only if it is `before` itself. */
function withState<Row extends { state: string }>(row: Row, before: Row, state: Row['state']): Row {
  if (row === before) return { ...row, state };
  row.state = state;
  return row;
}

function createCallRunner(): Machines['call'] {
  const runner = createFlatRunner<Attempt, CallMachineEvent, CallEffect>({
    machine: callMachine,
    ...callImplementation,
  });
  const readState = createStateReader(attemptStates);
  return ({ row, event }) => {
    const { value, context, effects, changed } = runner.next({ value: row.state, context: row, event });
    return { row: changed ? withState(context, row, readState(value)) : row, effects, changed };
  };
}

/** The machine has one state `ended`, with the end in its context; a row has the name of the end as its state. */
function createEnrollmentRunner(): Machines['enrollment'] {
  const runner = createFlatRunner<EnrollmentRowContext, EnrollmentMachineEvent, EnrollmentEffect>({
    machine: enrollmentMachine,
    ...enrollmentImplementation,
  });
  const readState = createStateReader(activeEnrollmentStates);
  return ({ row, event }) => {
    const before = readEnrollmentRow(row);
    const { value, context, effects, changed } = runner.next({
      value: before.value,
      context: before.context,
      event,
    });
    if (!changed) return { row, effects, changed };
    const after = value === 'ended' ? endedRow(context) : withState(context, row, readState(value));
    return { row: after, effects, changed };
  };
}

export function createMachines(): Machines {
  return {
    campaign: createMachineRunner({ machine: campaignMachine, effects: campaignImplementation.effects }),
    enrollment: createEnrollmentRunner(),
    call: createCallRunner(),
  };
}
