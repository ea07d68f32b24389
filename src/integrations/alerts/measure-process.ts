import { statfs } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Taking } from '../../actors/index.ts';
import type { SystemClock } from '../../platform/clock.ts';
import type { InstanceAlertFacts } from '../../rules/alerts/instance-findings.ts';

/** Measures this process for its alerts. */
export type ProcessMeasure = {
  /** Returns the facts now. The delay of the event loop is that since the last call. */
  measure: () => Promise<InstanceAlertFacts>;
  taken: (why: Taking) => void;
  close: () => void;
};

const resolutionMs = 20;

export function createProcessMeasure({
  system,
  windowMs,
  dataDir,
}: {
  system: SystemClock;
  /** The time over which takeovers are counted. */
  windowMs: number;
  dataDir: string;
}): ProcessMeasure {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  let takeovers: number[] = [];
  return {
    taken(why) {
      if (why === 'dead') takeovers.push(system.monotonic());
    },
    async measure() {
      takeovers = takeovers.filter((at) => system.monotonic() - at <= windowMs);
      const eventLoopMs = Math.max(0, delay.percentile(99) / 1e6 - resolutionMs);
      delay.reset();
      return {
        takeovers: takeovers.length,
        diskFreeBytes: await readFree(dataDir),
        memoryBytes: process.memoryUsage.rss(),
        eventLoopMs,
      };
    },
    close: () => void delay.disable(),
  };
}

async function readFree(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}
