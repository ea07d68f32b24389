import { setTimeout as wait } from 'node:timers/promises';
import { JSONCodec } from 'nats';
import type { JetStreamClient, JsMsg } from 'nats';
import type { Logger } from 'pino';
import { isRingmasterError } from '../../domain/errors.ts';
import type { Random } from '../../platform/random.ts';
import type { ReportedResult, ResultIntake, ResultVerdict } from '../contract.ts';
import { deadLetterOf } from '../dead-letter.ts';
import { isWithoutStream, streamFailure } from './stream-failures.ts';
import type { StreamNames } from './stream-plan.ts';
import type { Streams } from './streams.ts';

const codec = JSONCodec();
/** The messages that one instance decides at a time. */
const batch = 64;
/** The time of one request for messages. */
const askMs = 5_000;
/** The pause after a failure, with up to as much again, so that instances do not come back at the same moment. */
const pauseMs = 1_000;

type Handle = (message: ReportedResult) => Promise<ResultVerdict>;
type IntakeInput = { streams: Streams; plan: StreamNames; log: Logger; random: Random };

/** The results that outside programs report, in a stream with one durable consumer that all instances share. */
export function createNatsIntake(input: IntakeInput): ResultIntake & { stopTaking: () => Promise<void> } {
  const { streams, plan } = input;
  const takers = new Set<() => Promise<void>>();
  const [subject = ''] = plan.results.subjects;
  return {
    takeResults({ handle }) {
      const stopping = new AbortController();
      const running = take({ ...input, handle, signal: stopping.signal });
      const stop = async (): Promise<void> => {
        stopping.abort();
        await running;
        takers.delete(stop);
      };
      takers.add(stop);
      return Promise.resolve(stop);
    },
    async stopTaking() {
      await Promise.all([...takers].map((stop) => stop()));
    },
    async reportResult({ id, body }) {
      const what = 'the result was not stored';
      const store = async (js: JetStreamClient): Promise<{ duplicate: boolean }> => {
        const { duplicate } = await js.publish(subject, body, { msgID: id });
        return { duplicate };
      };
      const js = streams.unchecked();
      try {
        return await store(js).catch(async (error: unknown) => {
          if (!isWithoutStream(error)) throw error;
          return store((await streams.ready(what)).js);
        });
      } catch (error) {
        streams.forget();
        throw streamFailure(error, what);
      }
    },
  };
}

/** Takes results until it is stopped. A failure is logged when it is a new one, and tried again. */
async function take(input: IntakeInput & { handle: Handle; signal: AbortSignal }): Promise<void> {
  const { streams, log, random, signal } = input;
  let known: string | null = null;
  while (!signal.aborted) {
    try {
      await takeBatch(input);
      known = null;
    } catch (error) {
      streams.forget();
      const { code } = streamFailure(error, '');
      if (code !== known && code !== 'bus.unreachable')
        log.warn({ err: error, code }, 'no results are taken from NATS');
      known = code;
      const ms = pauseMs + Math.floor(random() * pauseMs);
      await wait(ms, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function takeBatch(input: IntakeInput & { handle: Handle; signal: AbortSignal }): Promise<void> {
  const { streams, plan, signal } = input;
  const { js } = await streams.ready('no results are taken');
  const consumer = await js.consumers.get(plan.results.name, plan.consumer.durable_name);
  const messages = await consumer.fetch({ max_messages: batch, expires: askMs });
  const close = (): void => void messages.close();
  signal.addEventListener('abort', close, { once: true });
  const deciding: Promise<void>[] = [];
  try {
    for await (const message of messages) {
      // After the stop the message is handed out to another instance.
      if (signal.aborted) message.nak();
      else deciding.push(decide(input, message));
    }
  } finally {
    signal.removeEventListener('abort', close);
    await Promise.all(deciding);
  }
}

/**
 * Decides a message. It is acknowledged last: a process that dies before that leaves it to another one. Never rejects: a
 * message without an answer is handed out again after the time of its acknowledgement.
 */
async function decide(
  { streams, plan, log, handle }: IntakeInput & { handle: Handle },
  message: JsMsg,
): Promise<void> {
  const { data, info, seq } = message;
  const verdict = await handle({ body: data, deliveries: info.deliveryCount });
  if (verdict.kind === 'later') return message.nak(verdict.afterMs);
  if (verdict.kind === 'stored') return message.ack();
  try {
    const { js } = await streams.ready('the dead letter was not stored');
    const [subject = ''] = plan.deadResults.subjects;
    await js.publish(subject, codec.encode(deadLetterOf(data, verdict)), {
      msgID: `dead-${info.stream}-${seq}`,
    });
    message.ack();
  } catch (error) {
    if (!isRingmasterError(error)) streams.forget();
    log.warn({ err: error, reason: verdict.reason }, 'a dead letter was not stored; it is tried again');
    message.nak(pauseMs);
  }
}
