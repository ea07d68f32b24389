import type { JetStreamClient, JetStreamManager, NatsConnection } from 'nats';
import type { Logger } from 'pino';
import type { NatsLink } from './nats-link.ts';
import { apiCodeOf, streamErrors, streamFailure, unreachable } from './stream-failures.ts';
import { foreignStream } from './stream-issues.ts';
import type { StreamNames, StreamPlan } from './stream-plan.ts';

/** JetStream with the streams of this installation. */
export type Streams = {
  /**
   * Resolves once the streams are there. Rejects with `bus.unreachable`, `bus.no-jetstream`, `bus.not-permitted` or
   * `bus.stream-foreign`. `what` says in an error what is not done because of it.
   */
  ready: (what: string) => Promise<{ js: JetStreamClient; jsm: JetStreamManager }>;
  /** Returns JetStream without a check of the streams, for a program that may only publish. Throws `bus.unreachable`. */
  unchecked: () => JetStreamClient;
  /** Checks the streams again at the next call: an error may mean that they were deleted. */
  forget: () => void;
};

/** Shorter than a readiness check waits. */
export const requestMs = 1_800;

export function createStreams({
  link,
  servers,
  plan,
  log,
}: {
  link: Pick<NatsLink, 'current'>;
  servers: readonly string[];
  plan: StreamNames;
  log: Logger;
}): Streams {
  let known: {
    connection: NatsConnection;
    made: Promise<{ js: JetStreamClient; jsm: JetStreamManager }>;
  } | null = null;

  const make = async (connection: NatsConnection) => {
    const jsm = await connection.jetstreamManager({ timeout: requestMs, checkAPI: false });
    for (const stream of [plan.results, plan.deadResults, plan.events])
      if (stream) await ensureStream(jsm, stream, log);
    await ensureConsumer(jsm, plan);
    return { jsm, js: connection.jetstream({ timeout: requestMs }) };
  };

  const streams: Streams = {
    forget: () => (known = null),
    unchecked() {
      const connection = link.current();
      if (!connection) throw unreachable(servers);
      return connection.jetstream({ timeout: requestMs });
    },
    async ready(what) {
      const connection = link.current();
      if (!connection) throw unreachable(servers);
      if (known?.connection !== connection) known = { connection, made: make(connection) };
      const { made } = known;
      try {
        return await made;
      } catch (error) {
        if (known?.made === made) known = null;
        throw streamFailure(error, what);
      }
    },
  };
  return streams;
}

/** Creates a stream, or brings the limits that have a setting up to date. Other limits are the operator's. */
async function ensureStream(jsm: JetStreamManager, plan: StreamPlan, log: Logger): Promise<void> {
  const { name, max_age, num_replicas } = plan;
  try {
    const { config } = await jsm.streams.info(name);
    if (!plan.subjects.every((subject) => config.subjects.includes(subject)))
      throw foreignStream(plan, config.subjects);
    if (config.retention !== plan.retention) throw foreignStream(plan, [config.retention]);
    if (config.max_age === max_age && config.num_replicas === num_replicas) return;
    await jsm.streams.update(name, { max_age, num_replicas });
  } catch (error) {
    if (apiCodeOf(error) !== streamErrors.streamNotFound) throw error;
    await jsm.streams.add(plan);
    log.info({ stream: name, subjects: plan.subjects }, 'stream created');
  }
}

async function ensureConsumer(jsm: JetStreamManager, { results, consumer }: StreamNames): Promise<void> {
  try {
    await jsm.consumers.info(results.name, consumer.durable_name);
  } catch (error) {
    if (apiCodeOf(error) !== streamErrors.consumerNotFound) throw error;
    await jsm.consumers.add(results.name, consumer);
  }
}
