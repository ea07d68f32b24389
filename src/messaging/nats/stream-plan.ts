import { AckPolicy, DeliverPolicy, DiscardPolicy, nanos, RetentionPolicy, StorageType } from 'nats';
import type { ConsumerConfig, StreamConfig } from 'nats';

/** The settings of streams. */
export type StreamSettings = {
  /** The servers that keep each stream: 1, 3 or 5. */
  replicas: number;
  /** How long published events are kept; 0 if none are published. */
  eventsDays: number;
};

export type StreamPlan = Pick<
  StreamConfig,
  'name' | 'subjects' | 'retention' | 'discard' | 'max_age' | 'duplicate_window' | 'num_replicas' | 'storage'
>;

/** The streams of an installation and the names in them. */
export type StreamNames = {
  results: StreamPlan;
  deadResults: StreamPlan;
  /** Null if no events are published. */
  events: StreamPlan | null;
  /** The durable consumer of results, which all instances share. */
  consumer: Partial<ConsumerConfig> & { durable_name: string };
};

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** Results that no instance has taken for so long are not of use any more. */
const resultsDays = 14;
const deadDays = 30;
/** Longer than a campaign needs to store a result, so that no message is handed out while it is decided. */
export const ackWaitMs = 30_000;

/**
 * Plans the streams below a prefix. A stream of results refuses messages when it is full: its publisher learns that, and
 * no result is lost. The others drop the oldest.
 */
export function planStreams(prefix: string, { replicas, eventsDays }: StreamSettings): StreamNames {
  // The name of a stream has no dots.
  const base = prefix.replaceAll('.', '_');
  const plan = (name: string, subject: string, days: number): StreamPlan => ({
    name: `${base}_${name}`,
    subjects: [`${prefix}.${subject}`],
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.Old,
    storage: StorageType.File,
    max_age: nanos(days * dayMs),
    duplicate_window: nanos(2 * minuteMs),
    num_replicas: replicas,
  });
  return {
    results: {
      ...plan('results', 'calls.results', resultsDays),
      retention: RetentionPolicy.Workqueue,
      discard: DiscardPolicy.New,
    },
    deadResults: plan('results_dead', 'calls.results.dead', deadDays),
    events: eventsDays > 0 ? plan('events', 'events.*.*', eventsDays) : null,
    consumer: {
      durable_name: 'instances',
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.All,
      ack_wait: nanos(ackWaitMs),
      max_ack_pending: 1_000,
      max_deliver: -1,
    },
  };
}
