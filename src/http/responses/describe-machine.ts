import type { MachineDescription, MachineNode } from '../deps.ts';

/**
 * Returns a statechart as plain data. `definition` is XState's own description; `config` is the argument of
 * `createMachine`, with guards and actions by name. Both have no functions.
 */
export function describeMachine({
  version,
  machine,
}: {
  version: number;
  machine: { id: string; toJSON: () => unknown; config: object };
}): MachineDescription {
  return {
    name: machine.id,
    version,
    definition: JSON.parse(JSON.stringify(machine)) as MachineNode,
    config: JSON.parse(JSON.stringify(machine.config)) as MachineDescription['config'],
  };
}
