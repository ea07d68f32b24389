import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ReaderLoad, ReaderResult } from '../reader-load.ts';
import { fillCampaign } from '../support/fill.ts';
import { startGauges } from '../support/gauges.ts';
import { count, ms, quantile } from '../support/row.ts';
import type { Measure } from '../support/row.ts';
import { callFired, openVoiceService, voiceDefinition } from '../support/voice-service.ts';

const load = fileURLToPath(new URL('../reader-load.ts', import.meta.url));
const clients = 500;
const pauseMs = 1_000;
const forMs = 10_000;
const perSecond = 200;

/** 500 clients read the progress of a campaign over HTTP, each once a second, while it starts 200 calls a second. */
export const measure: Measure = async ({ folder, rows }) => {
  let sent = 0;
  const { url, service, close } = await openVoiceService({
    path: join(folder, 'readers.db'),
    accountPerSecond: 100_000,
    send(request) {
      if (request.beforeWrite && !request.beforeWrite()) {
        return Promise.resolve({ kind: 'unsent', detail: 'vetoed', vetoed: true });
      }
      sent += 1;
      return Promise.resolve(callFired(sent));
    },
  });
  const definition = voiceDefinition({ concurrent: rows, perSecond });
  const campaign = await fillCampaign({ engine: service.engine, definition, rows });
  await service.engine.command({ campaign, command: { name: 'start', startAt: null }, by: 'bench' });
  await wait(1_000);

  const readers = fork(load, { stdio: ['ignore', 2, 2, 'ipc'], serialization: 'advanced' });
  const stop = startGauges();
  const sentBefore = sent;
  const asked = { url: `${url}/v1/campaigns/${campaign}/progress`, clients, pauseMs, forMs };
  readers.send(asked satisfies ReaderLoad);
  const [{ first, later, refused, last }] = (await once(readers, 'message')) as [ReaderResult];
  const gauges = stop();
  const seconds = gauges.ms / 1000;
  const started = (sent - sentBefore) / seconds;
  await close();
  const { ratePerMinute } = JSON.parse(last) as { ratePerMinute: number | null };
  return [
    {
      what: `progress for ${clients} clients`,
      figure: `p50 ${ms(quantile(later, 0.5))}, p99 ${ms(quantile(later, 0.99))}`,
      target: '',
      remarks: `${count(later.length)} answers over loopback, ${refused} refused; all connect at once: p99 of the first answer ${ms(quantile(first, 0.99))}; meanwhile ${count(started)} attempts/s of ${perSecond}; ratePerMinute at the end ${String(ratePerMinute)}; ${((gauges.cpuSeconds / seconds) * 100).toFixed(0)} % of a core, loop late p99 ${ms(gauges.loopP99)}; the clients share the two cores`,
    },
  ];
};
