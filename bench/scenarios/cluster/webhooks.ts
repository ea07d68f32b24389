import { setTimeout as wait } from 'node:timers/promises';
import { sendCallbacks, takeCalls } from '../../support/callbacks.ts';
import type { PlacedCall } from '../../support/callbacks.ts';
import { openStore } from '../../support/cluster/database.ts';
import { openBus, startBenchCluster } from '../../support/cluster/instances.ts';
import type { BenchCluster } from '../../support/cluster/instances.ts';
import { fillCampaign } from '../../support/fill.ts';
import { startGauges } from '../../support/gauges.ts';
import { count, ms, quantile } from '../../support/row.ts';
import type { Measure } from '../../support/row.ts';
import { openVoiceService, voiceDefinition } from '../../support/voice-service.ts';
import type { VoiceService } from '../../support/voice-service.ts';

const database = 'webhooks';
const perSecond = 500;

/** The callbacks of live calls reach two instances in turn; one of them owns the campaign. */
export const measure: Measure = async ({ rows }) => {
  const cluster = await startBenchCluster();
  try {
    const calls: PlacedCall[] = [];
    const owner = await openInstance({ cluster, instance: 'owner', calls });
    const other = await openInstance({ cluster, instance: 'other', calls });
    const { engine } = owner.service;
    const definition = voiceDefinition({ concurrent: rows, perSecond: 100_000 });
    const campaign = await fillCampaign({ engine, definition, rows });
    await engine.command({ campaign, command: { name: 'start', startAt: null }, by: 'bench' });
    while (calls.length < rows) await wait(50);
    await wait(500);
    const stop = startGauges();
    const inTurn = calls.map((call, index) => (index % 2 === 0 ? call : movedTo(other, owner, call)));
    const { latencies, refused, seconds } = await sendCallbacks({ calls: inTurn, perSecond });
    const gauges = stop();
    while ((await engine.resolve({ campaign, client: null })).counters.attempts.busy !== rows) await wait(50);
    await Promise.all([owner.close(), other.close()]);
    return [
      {
        what: `webhook answer at ${perSecond} requests/s over two instances, MongoDB and NATS`,
        figure: `p50 ${ms(quantile(latencies, 0.5))}, p99 ${ms(quantile(latencies, 0.99))}`,
        target: 'p99 25 ms',
        remarks: `${count(latencies.length)} signed callbacks over loopback in ${seconds.toFixed(0)} s, ${refused} refused, every second one to the instance that does not own the campaign; each answer waits for a commit; loop late p99 ${ms(gauges.loopP99)}; both instances in one process, with mongod, nats-server and the sender on the same two cores`,
      },
    ];
  } finally {
    await cluster.stop();
  }
};

async function openInstance({
  cluster,
  instance,
  calls,
}: {
  cluster: BenchCluster;
  instance: string;
  calls: PlacedCall[];
}): Promise<VoiceService> {
  const { uri } = cluster;
  const bus = await openBus({ ...cluster, name: instance, prefix: database });
  return openVoiceService({
    path: await openStore({ uri, database, instance }),
    instance,
    bus,
    accountPerSecond: 100_000,
    send: takeCalls(calls),
  });
}

/** The same call with the callbacks at another instance. */
function movedTo(other: VoiceService, owner: VoiceService, call: PlacedCall): PlacedCall {
  const move = (url: string): string => url.replace(owner.url, other.url);
  return { ...call, ring: move(call.ring), hangup: move(call.hangup) };
}
