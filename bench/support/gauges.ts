import { startLateness } from './lateness.ts';

export type Gauges = {
  ms: number;
  /** CPU seconds of this process, the threads of garbage collection included. */
  cpuSeconds: number;
  /** How late the event loop was, in ms, weighted by time: see `startLateness`. */
  loopP50: number;
  loopP99: number;
  loopMax: number;
  /** The maximum of the process's memory since it started. */
  peakRssMb: number;
};

/** Starts to measure; call the result for the figures since then. */
export function startGauges(): () => Gauges {
  const stopLateness = startLateness();
  const cpu = process.cpuUsage();
  const start = performance.now();
  return () => {
    const ms = performance.now() - start;
    const { user, system } = process.cpuUsage(cpu);
    const { p50, p99, max } = stopLateness();
    return {
      ms,
      cpuSeconds: (user + system) / 1e6,
      loopP50: p50,
      loopP99: p99,
      loopMax: max,
      peakRssMb: process.resourceUsage().maxRSS / 1024,
    };
  };
}
