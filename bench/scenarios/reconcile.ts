import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startGauges } from '../support/gauges.ts';
import { openCalls } from '../support/open-calls.ts';
import { count, ms } from '../support/row.ts';
import type { Measure } from '../support/row.ts';

const fastPace = 250;
const mostMs = 120_000;
/** An answered call is asked about again a minute after it was found live. */
const nextCheckMs = 60_000;

/**
 * One pass of the reconciliation with the provider: every live call of a service is compared with the provider's list. A
 * service that starts compares all of them at once.
 */
export const measure: Measure = async ({ folder, rows: calls }) => {
  const { carrier, restart, close } = await openCalls({
    path: join(folder, 'reconcile.db'),
    perSecond: fastPace,
    concurrent: calls,
    rows: calls,
  });
  const rampStart = performance.now();
  let report = await carrier.report();
  while (report.live < calls && performance.now() - rampStart < mostMs) {
    await wait(500);
    report = await carrier.report();
  }
  const { asked, openAttempts } = await restart();
  const startedAt = Date.now();
  const stop = startGauges();
  const isChecked = () => {
    const open = openAttempts();
    const due = startedAt + nextCheckMs - 1_000;
    return open.length >= report.live && open.every(({ checkAt }) => checkAt !== null && checkAt >= due);
  };
  while (!isChecked() && Date.now() - startedAt < mostMs) await wait(20);
  const gauges = stop();
  const requests = asked();
  const found = openAttempts().length;
  await close();
  return [
    {
      what: `one pass over ${count(calls)} live calls after a restart`,
      figure: `${(gauges.ms / 1_000).toFixed(1)} s, ${count(requests)} requests to the carrier`,
      target: 'a list for all, not a request for each',
      remarks: `${count(found)} of ${count(report.live)} found live, reading and committing them included; CPU ${gauges.cpuSeconds.toFixed(1)} s, loop late p99 ${ms(gauges.loopP99)}; a call is asked about once a minute`,
    },
  ];
};
