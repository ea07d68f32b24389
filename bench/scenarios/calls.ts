import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { maxPerSecond } from '../../src/simulator/index.ts';
import { startGauges } from '../support/gauges.ts';
import { openCalls } from '../support/open-calls.ts';
import { count, ms } from '../support/row.ts';
import type { Measure, Row } from '../support/row.ts';

const secondsHeld = 20;
const pace = 50;
const fastPace = 250;

/** Real calls at a simulated carrier behind HTTP: a pace held, judged by the carrier's journal; then thousands live. */
export const measure: Measure = async ({ folder, rows }) => [
  await holdPace(folder),
  await holdCalls(folder, rows),
];

async function holdPace(folder: string): Promise<Row> {
  const { carrier, close, sent } = await openCalls({
    path: join(folder, 'pace.db'),
    perSecond: pace,
    concurrent: 5_000,
    rows: pace * (secondsHeld + 10),
  });
  const before = await carrier.report();
  const start = performance.now();
  await wait(secondsHeld * 1_000);
  const after = await carrier.report();
  const seconds = (performance.now() - start) / 1_000;
  await close();
  return {
    what: `pace of ${pace} calls/s held for ${secondsHeld} s`,
    figure: `${((after.placed - before.placed) / seconds).toFixed(1)} calls/s, most in any rolling second ${maxPerSecond(sent)} sent`,
    target: `${pace} held, never more`,
    remarks: `judged at the socket; the simulated carrier (other process, HTTP) took ${after.maxPerSecond} in its fullest second, because requests are not equally long on their way; ${after.doubles} attempts placed twice`,
  };
}

async function holdCalls(folder: string, calls: number): Promise<Row> {
  const { carrier, close, inFlight } = await openCalls({
    path: join(folder, 'live.db'),
    perSecond: fastPace,
    concurrent: calls,
    rows: calls + 100,
  });
  const start = performance.now();
  let report = await carrier.report();
  while (report.live < calls && performance.now() - start < 90_000) {
    await wait(500);
    report = await carrier.report();
  }
  const ramp = (performance.now() - start) / 1_000;
  const stop = startGauges();
  await wait(10_000);
  const gauges = stop();
  report = await carrier.report();
  const tracked = inFlight();
  await close();
  return {
    what: `${count(calls)} live calls tracked`,
    figure: `${count(tracked)} tracked, ${count(report.live)} live at the carrier`,
    target: '5,000 in one process',
    remarks: `reached in ${ramp.toFixed(0)} s at ${fastPace} calls/s; then for 10 s: CPU ${((gauges.cpuSeconds / gauges.ms) * 100_000).toFixed(0)} % of a core, loop late p99 ${ms(gauges.loopP99)}, peak RSS ${count(gauges.peakRssMb)} MB`,
  };
}
