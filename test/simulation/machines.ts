import { createMemoryMedium } from '../../src/persistence/send-log/memory-medium.ts';
import type { MemoryMedium } from '../../src/persistence/send-log/memory-medium.ts';
import { createSendLog } from '../../src/persistence/send-log/send-log.ts';
import type { SendLog } from '../../src/persistence/send-log/contract.ts';

type Machine = { medium: MemoryMedium; boots: number };
type Placement = { machine: Machine; boots: number };

/** How much is lost of what was written last; `sending`: everything from the last note of a sending on. */
export type LostLines = number | 'sending';

function countLost(medium: MemoryMedium, lost: LostLines): number {
  if (lost !== 'sending') return lost;
  const read = medium.read();
  const lines = 'lines' in read ? read.lines : [];
  return (
    lines.length -
    Math.max(
      0,
      lines.findLastIndex((line) => line.startsWith('sending ')),
    )
  );
}

/** The machines that processes run on, one process at a time on each. */
export type Machines = {
  /** Starts a process on the first machine where none of `running` is, and opens the send log there. */
  start: (input: { name: string; running: readonly string[]; at: number }) => SendLog;
  /** All of them lose their power: they come back with another boot id, and without what was written last. */
  reboot: (input: { lostLines: LostLines }) => void;
  /** Whether the send log can tell `owner` what `minter` has not sent. */
  proves: (input: { minter: string; owner: string }) => boolean;
};

export function createMachines(): Machines {
  const machines: Machine[] = [];
  const placements = new Map<string, Placement>();
  return {
    start({ name, running, at }) {
      const taken = new Set(running.map((other) => placements.get(other)?.machine));
      let machine = machines.find((one) => !taken.has(one));
      if (!machine) machines.push((machine = { medium: createMemoryMedium({ room: 40 }), boots: 1 }));
      placements.set(name, { machine, boots: machine.boots });
      return createSendLog({
        medium: machine.medium,
        boot: `machine-${machines.indexOf(machine)}-boot-${machine.boots}`,
        instance: name,
        at,
        onTrouble: () => undefined,
      });
    },
    reboot({ lostLines }) {
      for (const machine of machines) {
        machine.boots += 1;
        machine.medium.loseLast(countLost(machine.medium, lostLines));
      }
    },
    proves({ minter, owner }) {
      const [before, now] = [placements.get(minter), placements.get(owner)];
      return before !== undefined && before.machine === now?.machine && before.boots === now.boots;
    },
  };
}
