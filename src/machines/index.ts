import { attemptMachine, attemptMachineVersion } from './attempt/attempt-machine.ts';
import { campaignMachine, campaignMachineVersion } from './campaign/campaign-machine.ts';
import { enrollmentMachine, enrollmentMachineVersion } from './enrollment/enrollment-machine.ts';

/** Every machine with its version. */
export const versionedMachines = [
  { machine: campaignMachine, version: campaignMachineVersion },
  { machine: enrollmentMachine, version: enrollmentMachineVersion },
  { machine: attemptMachine, version: attemptMachineVersion },
] as const;
