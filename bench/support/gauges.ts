import { monitorEventLoopDelay } from 'node:perf_hooks';

export type Gauges = {
  ms: number;
  /** CPU seconds of this process, both threads of garbage collection included. */
  cpuSeconds: number;
  /** How late a timer of 1 ms fired, in ms. */
  loopP50: number;
  loopP99: number;
  loopMax: number;
  /** The most memory this process ever held. */
  peakRssMb: number;
};

/** Starts to measure; call the result for the figures since then. */
export function startGauges(): () => Gauges {
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  const cpu = process.cpuUsage();
  const start = performance.now();
  return () => {
    const ms = performance.now() - start;
    loop.disable();
    const { user, system } = process.cpuUsage(cpu);
    return {
      ms,
      cpuSeconds: (user + system) / 1e6,
      loopP50: Math.max(0, loop.percentile(50) / 1e6 - 1),
      loopP99: Math.max(0, loop.percentile(99) / 1e6 - 1),
      loopMax: loop.max / 1e6,
      peakRssMb: process.resourceUsage().maxRSS / 1024,
    };
  };
}
