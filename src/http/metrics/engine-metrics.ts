import { Counter, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import { silentObserver, takings } from '../../actors/index.ts';
import type { Observer } from '../../actors/index.ts';
import type { CampaignEvent } from '../../domain/events/campaign-event.ts';
import { reasonCodes } from '../../domain/reason-code.ts';
import type { SystemClock } from '../../platform/clock.ts';

/** A request to the provider: its kind, its result (`ok`, `refused`, `unsent`, `lost`) and its duration. */
export type ProviderRequest = { channel: string; request: string; result: string; seconds: number };

/** Metrics of the work of this instance since its start. */
export type EngineMetrics = {
  committed: (events: readonly CampaignEvent[]) => void;
  asked: (request: ProviderRequest) => void;
  observer: Observer;
};

export type EngineMetricsInput = {
  registry: Registry;
  /** The channels that contact contacts, with their dispositions. Their figures are shown from the start. */
  channels: readonly { name: string; dispositions: readonly string[] }[];
  system: SystemClock;
  /** Whether a code of a provider is one that its channel knows. */
  knowsCause: (input: { channel: string; code: string }) => boolean;
};

export function createEngineMetrics({
  registry,
  channels,
  system,
  knowsCause,
}: EngineMetricsInput): EngineMetrics {
  const registers = [registry];
  const events = new Counter({
    name: 'ringmaster_events_total',
    help: 'Events committed by this instance since it started, by type.',
    labelNames: ['type'],
    registers,
  });
  const stops = new Counter({
    name: 'ringmaster_dispatch_stops_total',
    help: 'How often a campaign of this instance began to wait, by the reason why nothing could start.',
    labelNames: ['reason'],
    registers,
  });
  for (const reason of reasonCodes) stops.inc({ reason }, 0);
  const ended = new Counter({
    name: 'ringmaster_attempts_ended_total',
    help: 'Attempts whose end this instance committed since it started, by channel and disposition. Calls are channel="voice".',
    labelNames: ['channel', 'disposition'],
    registers,
  });
  for (const { name: channel, dispositions } of channels)
    for (const disposition of dispositions) ended.inc({ channel, disposition }, 0);
  const unknownCauses = new Counter({
    name: 'ringmaster_unknown_causes_total',
    help: 'Ends of attempts with a code of the provider that the channel does not know, by channel.',
    labelNames: ['channel'],
    registers,
  });
  for (const { name: channel } of channels) unknownCauses.inc({ channel }, 0);
  const provider = new Histogram({
    name: 'ringmaster_provider_request_seconds',
    help: 'Time from a request to the provider to its answer, in seconds, by channel, kind of request and result.',
    labelNames: ['channel', 'request', 'result'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  return {
    committed(list) {
      for (const event of list) {
        events.inc({ type: event.type });
        if (event.type === 'campaign.waiting') stops.inc({ reason: String(event.data.reason) });
        if (event.type !== 'attempt.ended') continue;
        const { channel = '', disposition, cause } = event.data;
        ended.inc({ channel, disposition: String(disposition) });
        if (cause !== undefined && !knowsCause({ channel, code: cause })) unknownCauses.inc({ channel });
      }
    },
    asked: ({ seconds, ...labels }) => provider.observe(labels, seconds),
    observer: measuringObserver({ registers, channels, system }),
  };
}

/** The upper bounds of the buckets of work in this process, in seconds. */
const workBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const commitResults = ['committed', 'fenced', 'stale', 'conflict', 'stopped', 'breaker-changed', 'repeated'];
const sendResults = ['accepted', 'not-placed', 'refused', 'barred', 'ambiguous'];
const failed = 'failed';

function measuringObserver({
  registers,
  channels,
  system,
}: Pick<EngineMetricsInput, 'channels' | 'system'> & { registers: Registry[] }): Observer {
  const turns = new Histogram({
    name: 'ringmaster_turn_seconds',
    help: 'Time of a turn with its commits, in seconds, by result.',
    labelNames: ['result'],
    buckets: workBuckets,
    registers,
  });
  const commits = new Histogram({
    name: 'ringmaster_commit_seconds',
    help: 'Time of a commit of a turn, in seconds, by result. All results but committed and failed are conflicts with other writers.',
    labelNames: ['result'],
    buckets: workBuckets,
    registers,
  });
  const sends = new Histogram({
    name: 'ringmaster_send_seconds',
    help: 'Time from the hand-over of a touch to its channel to the result, in seconds, by channel and result.',
    labelNames: ['channel', 'result'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  const takeovers = new Counter({
    name: 'ringmaster_takeovers_total',
    help: 'Campaigns that this instance has taken, by reason: new, released by their owner, of a dead owner, or its own.',
    labelNames: ['reason'],
    registers,
  });
  for (const result of ['done', 'fenced', failed]) turns.zero({ result });
  for (const result of [...commitResults, failed]) commits.zero({ result });
  for (const { name: channel } of channels) for (const result of sendResults) sends.zero({ channel, result });
  for (const reason of takings) takeovers.inc({ reason }, 0);

  const timed = async <Result extends { kind: string }>(
    work: () => Promise<Result>,
    observe: (result: string, seconds: number) => void,
  ): Promise<Result> => {
    const startedAt = system.monotonic();
    let kind = failed;
    try {
      const result = await work();
      ({ kind } = result);
      return result;
    } finally {
      observe(kind, (system.monotonic() - startedAt) / 1000);
    }
  };
  return {
    cause: silentObserver.cause,
    turn: (_about, work) => timed(work, (result, seconds) => turns.observe({ result }, seconds)),
    commit: (_turn, work) => timed(work, (result, seconds) => commits.observe({ result }, seconds)),
    send: ({ channel }, work) =>
      timed(work, (result, seconds) => sends.observe({ channel, result }, seconds)),
    taken: (reason) => takeovers.inc({ reason }),
  };
}
