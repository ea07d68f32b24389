import type { StartFacts } from '../../config.ts';
import type { SystemClock } from '../../platform/clock.ts';
import { findStarters } from './find-starters.ts';
import { isToOutlive } from './outlives.ts';
import type { StartTraces } from './outlives.ts';
import type { ProcessTable } from './process-table.ts';

const pollMs = 1_000;

/**
 * Calls `onGone` when npm or the launcher that started this process has ended. It is checked every second, so that a
 * `kill -9` of npm leaves no service running. `outlives` is true if the process was started to outlive its shell
 * (nohup, setsid, systemd); nothing is watched then.
 */
export function followStarters({
  pid,
  facts,
  table,
  traces,
  system,
  onGone,
}: {
  pid: number;
  facts: StartFacts;
  table: ProcessTable;
  traces: StartTraces;
  system: SystemClock;
  onGone: () => void;
}): { outlives: boolean } {
  const starters = findStarters({ pid, facts, table });
  const chain = starters.kind === 'bound' ? starters.chain : [];
  const outlives = isToOutlive({ pid, facts, chain, traces });
  if (outlives || starters.kind === 'none') return { outlives };
  const poll = (): void => {
    if (starters.kind === 'gone' || !chain.every(table.lives)) return onGone();
    system.at(system.now() + pollMs, poll);
  };
  if (starters.kind === 'gone') onGone();
  else system.at(system.now() + pollMs, poll);
  return { outlives };
}
