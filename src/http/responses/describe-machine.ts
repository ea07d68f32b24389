import type { MachineDescription, MachineNode } from '../deps.ts';

/**
 * A statechart as plain data. `definition` is XState's own description of it; `config` is what `createMachine` takes,
 * with guards and actions by name. Functions are left out of both.
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
