import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Load, LoadResult } from '../callback-load.ts';
import { fillCampaign } from '../support/fill.ts';
import { startGauges } from '../support/gauges.ts';
import { count, ms, quantile } from '../support/row.ts';
import type { Measure } from '../support/row.ts';
import { account, callFired, openVoiceService, voiceDefinition } from '../support/voice-service.ts';

const load = fileURLToPath(new URL('../callback-load.ts', import.meta.url));
const perSecond = 500;

type Call = { ring: string; hangup: string; to: string };

/** Ring and hang-up callbacks of live calls, signed, over HTTP, at a steady rate; each is committed before its answer. */
export const measure: Measure = async ({ folder, rows }) => {
  const calls: Call[] = [];
  const { service, close } = await openVoiceService({
    path: join(folder, 'webhooks.db'),
    accountPerSecond: 100_000,
    send(request) {
      const body = JSON.parse(request.body ?? '{}') as Record<string, string>;
      if (request.beforeWrite && !request.beforeWrite()) {
        return Promise.resolve({ kind: 'unsent', detail: 'vetoed', vetoed: true });
      }
      calls.push({ ring: body['ring_url'] ?? '', hangup: body['hangup_url'] ?? '', to: body['to'] ?? '' });
      return Promise.resolve(callFired(calls.length));
    },
  });
  const definition = voiceDefinition({ concurrent: rows, perSecond: 100_000 });
  const campaign = await fillCampaign({ engine: service.engine, definition, rows });
  await service.engine.command({ campaign, command: { name: 'start', startAt: null }, by: 'bench' });
  while (calls.length < rows) await wait(50);
  await wait(500);

  const sender = fork(load, { stdio: ['ignore', 2, 2, 'ipc'], serialization: 'advanced' });
  const stop = startGauges();
  sender.send({ account, perSecond, callbacks: callbacksOf(calls) } satisfies Load);
  const [result] = (await once(sender, 'message')) as [LoadResult];
  const gauges = stop();
  const { counters } = await service.engine.resolve({ campaign, client: null });
  await close();
  const { latencies, refused, seconds } = result;
  return [
    {
      what: `webhook answer at ${perSecond} requests/s`,
      figure: `p50 ${ms(quantile(latencies, 0.5))}, p99 ${ms(quantile(latencies, 0.99))}`,
      target: 'p99 25 ms',
      remarks: `${count(latencies.length)} signed ring and hang-up callbacks over loopback in ${seconds.toFixed(0)} s, ${refused} refused, ${count(counters.attempts.busy ?? 0)} calls ended by them; each answer waits for its commit; loop late p99 ${ms(gauges.loopP99)}; the sender shares the two cores`,
    },
  ];
};

/** First every call rings, then every call ends, so that callbacks of many calls mix. */
function callbacksOf(calls: readonly Call[]): Load['callbacks'] {
  const common = ({ to }: Call): Record<string, string> => ({
    CallUUID: `call-${to}`,
    Direction: 'outbound',
    From: '+12025550100',
    To: to,
    CallStatus: 'ringing',
  });
  return [
    ...calls.map((call) => ({ url: call.ring, fields: { ...common(call), Event: 'Ring' } })),
    ...calls.map((call) => ({
      url: call.hangup,
      fields: {
        ...common(call),
        Event: 'Hangup',
        CallStatus: 'busy',
        HangupCauseCode: '3010',
        HangupCauseName: 'Busy Line',
        HangupSource: 'Carrier',
        Duration: '0',
        BillDuration: '0',
        TotalCost: '0.00000',
      },
    })),
  ];
}
