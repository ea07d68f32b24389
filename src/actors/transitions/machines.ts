import type { StateValue } from 'xstate';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import { attemptStates } from '../../domain/attempt/attempt.ts';
import type { Enrollment } from '../../domain/contact/enrollment.ts';
import { activeEnrollmentStates, enrollmentEnds } from '../../domain/contact/enrollment.ts';
import type { CallMachineEvent } from '../../machines/call-machine.ts';
import { callMachine } from '../../machines/call-machine.ts';
import type { CampaignContext, CampaignMachineEvent } from '../../machines/campaign-machine.ts';
import { campaignMachine } from '../../machines/campaign-machine.ts';
import type { EnrollmentMachineEvent } from '../../machines/enrollment-machine.ts';
import { enrollmentMachine } from '../../machines/enrollment-machine.ts';
import { createFlatRunner } from './flat-runner.ts';
import { createMachineRunner } from './transition.ts';
import type { MachineRunner } from './transition.ts';

export type RowStep<Row> = { row: Row; effects: readonly string[]; changed: boolean };
export type CampaignPosition = { value: StateValue; context: CampaignContext };

/** The three machines at work: the campaign's on its snapshot, the others on stored rows. */
export type Machines = {
  campaign: MachineRunner<CampaignContext, CampaignMachineEvent>;
  enrollment: (input: { row: Enrollment; event: EnrollmentMachineEvent }) => RowStep<Enrollment>;
  call: (input: { row: Attempt; event: CallMachineEvent }) => RowStep<Attempt>;
};

/** Runs a machine whose context is a row and whose state is the row's `state` column. */
function createRowRunner<Row extends { state: string }, Event extends { type: string }>({
  runner,
  states,
}: {
  runner: MachineRunner<Row, Event>;
  states: readonly Row['state'][];
}): (input: { row: Row; event: Event }) => RowStep<Row> {
  const known: ReadonlySet<unknown> = new Set(states);
  return ({ row, event }) => {
    const { value, context, effects, changed } = runner.next({ value: row.state, context: row, event });
    if (!changed) return { row, effects, changed };
    if (!known.has(value))
      throw new TypeError(`a machine is in a state no row can have: ${JSON.stringify(value)}`);
    const state = value as Row['state'];
    if (context === row) return { row: { ...row, state }, effects, changed };
    // An assignment made this context anew and nobody else has it: that saves copying thirty columns once more.
    context.state = state;
    return { row: context, effects, changed };
  };
}

export function createMachines(): Machines {
  return {
    campaign: createMachineRunner({ machine: campaignMachine }),
    enrollment: createRowRunner<Enrollment, EnrollmentMachineEvent>({
      runner: createFlatRunner({ machine: enrollmentMachine }),
      states: [...activeEnrollmentStates, ...enrollmentEnds],
    }),
    call: createRowRunner<Attempt, CallMachineEvent>({
      runner: createFlatRunner({ machine: callMachine }),
      states: attemptStates,
    }),
  };
}
