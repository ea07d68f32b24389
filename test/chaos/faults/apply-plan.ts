import { sleep } from '../../../src/platform/clock.ts';
import { createSystemClock } from '../../../src/platform/system-clock.ts';
import { createDraw } from '../../simulation/draw.ts';
import { faultLine, kindOf } from '../plan/fault.ts';
import type { Fault } from '../plan/fault.ts';
import { createFaults } from './fault-effects.ts';
import type { ChaosInstallation } from '../installation/installation.ts';

/** The number of faults that happened, by kind. */
export type FaultCounts = Record<string, number>;

/**
 * Lets the faults of a plan happen at their times. Resolves when all are over and every process runs again. A fault is
 * not counted if it could not happen, such as the kill of a process that is just being started.
 */
export async function applyPlan({
  plan,
  seed,
  installation,
  say,
  isAborted,
}: {
  plan: readonly Fault[];
  seed: number;
  installation: ChaosInstallation;
  say: (line: string) => void;
  /** Whether the rest of the plan is left out. */
  isAborted: () => boolean;
}): Promise<FaultCounts> {
  const system = createSystemClock();
  const begunAt = system.now();
  const counts: FaultCounts = {};
  const effects = createFaults({ installation, draw: createDraw({ seed, purpose: 'chaos targets' }) });
  const happen = async (fault: Fault): Promise<void> => {
    const end = await effects.begin(fault);
    say(`${faultLine(fault)}${end ? '' : '  (could not happen)'}`);
    if (!end) return;
    counts[kindOf(fault)] = (counts[kindOf(fault)] ?? 0) + 1;
    await sleep({ clock: system, ms: fault.forMs });
    await end();
  };
  const happening: Promise<void>[] = [];
  for (const fault of plan) {
    await sleep({ clock: system, ms: begunAt + fault.at - system.now() });
    if (isAborted()) break;
    happening.push(happen(fault));
  }
  await Promise.all(happening);
  installation.network.healAll();
  return counts;
}
