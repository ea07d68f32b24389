import { Counter, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import type { CampaignEvent } from '../../domain/events/campaign-event.ts';

/** A request to the provider: its kind, its result (`ok`, `refused`, `unsent`, `lost`) and its duration. */
export type ProviderRequest = { request: string; result: string; seconds: number };

/** Metrics of the commits and provider requests of this instance since its start. */
export type EngineMetrics = {
  committed: (events: readonly CampaignEvent[]) => void;
  asked: (request: ProviderRequest) => void;
};

export function createEngineMetrics({
  registry,
  channels,
}: {
  registry: Registry;
  /** The channels that contact contacts, with their dispositions. Their figures are shown from the start. */
  channels: readonly { name: string; dispositions: readonly string[] }[];
}): EngineMetrics {
  const registers = [registry];
  const events = new Counter({
    name: 'ringmaster_events_total',
    help: 'Events committed by this instance since it started, by type.',
    labelNames: ['type'],
    registers,
  });
  const ended = new Counter({
    name: 'ringmaster_attempts_ended_total',
    help: 'Attempts whose end this instance committed since it started, by channel and disposition. Calls are channel="voice".',
    labelNames: ['channel', 'disposition'],
    registers,
  });
  for (const { name: channel, dispositions } of channels)
    for (const disposition of dispositions) ended.inc({ channel, disposition }, 0);
  const provider = new Histogram({
    name: 'ringmaster_provider_request_seconds',
    help: 'Time from a request to the provider to its answer, in seconds, by kind of request and result.',
    labelNames: ['request', 'result'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  return {
    committed(list) {
      for (const event of list) {
        events.inc({ type: event.type });
        if (event.type !== 'attempt.ended') continue;
        const { channel, disposition } = event.data;
        ended.inc({ channel: String(channel), disposition: String(disposition) });
      }
    },
    asked: ({ request, result, seconds }) => provider.observe({ request, result }, seconds),
  };
}
