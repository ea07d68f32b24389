import { setTimeout as wait } from 'node:timers/promises';
import { copyFilled } from '../support/files.ts';
import { openHost } from '../support/host.ts';
import { count, ms, quantile } from '../support/row.ts';
import type { Measure } from '../support/row.ts';

const callsInFlight = 1_000;
const rounds = 100;

/** Pauses and resumes a campaign that keeps a thousand calls in flight and starts hundreds of new ones a second. */
export const measure: Measure = async ({ folder, rows }) => {
  const { path, campaign } = copyFilled({ folder, rows, name: 'pause' });
  let lastTouch = 0;
  const host = await openHost({
    path,
    holdMs: 1_500,
    note: () => {
      lastTouch = performance.now();
    },
  });
  await host.runtime.start();
  const { definition } = await host.engine.resolve({ campaign, client: null });
  const edited = { ...definition, rateLimits: { concurrent: callsInFlight, perSecond: 2_000 } };
  await host.engine.command({ campaign, command: { name: 'edit', definition: edited }, by: 'bench' });
  await host.engine.command({ campaign, command: { name: 'start', startAt: null }, by: 'bench' });
  await wait(2_500);
  const answered: number[] = [];
  const silent: number[] = [];
  let late = 0;
  let finishing = 0;
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    const reply = await host.engine.command({
      campaign,
      command: { name: 'pause', pause: { cause: 'operator', by: 'bench', reason: null } },
      by: 'bench',
    });
    const end = performance.now();
    answered.push(end - start);
    finishing = Math.max(finishing, reply.finishing);
    await wait(30);
    if (lastTouch > end) late += 1;
    silent.push(Math.max(0, lastTouch - start));
    await host.engine.command({ campaign, command: { name: 'resume' }, by: 'bench' });
    await wait(70 + (round % 7) * 11);
  }
  await host.close();
  return [
    {
      what: `pause with ${count(callsInFlight)} calls in flight`,
      figure: `p50 ${ms(quantile(answered, 0.5))}, p99 ${ms(quantile(answered, 0.99))}`,
      target: 'p99 250 ms',
      remarks: `${rounds} pauses, up to ${count(finishing)} calls finishing; last new attempt after the request: p50 ${ms(quantile(silent, 0.5))}, p99 ${ms(quantile(silent, 0.99))}; new attempts after the answer: ${late}`,
    },
  ];
};
