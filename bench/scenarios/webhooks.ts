import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { sendCallbacks, takeCalls } from '../support/callbacks.ts';
import type { PlacedCall } from '../support/callbacks.ts';
import { fillCampaign } from '../support/fill.ts';
import { startGauges } from '../support/gauges.ts';
import { count, ms, quantile } from '../support/row.ts';
import type { Measure } from '../support/row.ts';
import { openVoiceService, voiceDefinition } from '../support/voice-service.ts';

const perSecond = 500;

/** Ring and hang-up callbacks of live calls, signed, over HTTP, at a steady rate; each is committed before its answer. */
export const measure: Measure = async ({ folder, rows }) => {
  const calls: PlacedCall[] = [];
  const { service, close } = await openVoiceService({
    path: join(folder, 'webhooks.db'),
    accountPerSecond: 100_000,
    send: takeCalls(calls),
  });
  const definition = voiceDefinition({ concurrent: rows, perSecond: 100_000 });
  const campaign = await fillCampaign({ engine: service.engine, definition, rows });
  await service.engine.command({ campaign, command: { name: 'start', startAt: null }, by: 'bench' });
  while (calls.length < rows) await wait(50);
  await wait(500);

  const stop = startGauges();
  const { latencies, refused, seconds } = await sendCallbacks({ calls, perSecond });
  const gauges = stop();
  const { counters } = await service.engine.resolve({ campaign, client: null });
  await close();
  return [
    {
      what: `webhook answer at ${perSecond} requests/s`,
      figure: `p50 ${ms(quantile(latencies, 0.5))}, p99 ${ms(quantile(latencies, 0.99))}`,
      target: 'p99 25 ms',
      remarks: `${count(latencies.length)} signed ring and hang-up callbacks over loopback in ${seconds.toFixed(0)} s, ${refused} refused, ${count(counters.attempts.busy ?? 0)} calls ended by them; each answer waits for its commit; loop late p99 ${ms(gauges.loopP99)}; the sender shares the two cores`,
    },
  ];
};
