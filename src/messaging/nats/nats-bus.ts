import { JSONCodec } from 'nats';
import type { NatsConnection, Subscription } from 'nats';
import type { Logger } from 'pino';
import { unhealthy } from '../../domain/health.ts';
import type { Health } from '../../domain/health.ts';
import type { Random } from '../../platform/random.ts';
import { createBusCounter } from '../bus-counter.ts';
import { busMessages } from '../contract.ts';
import type { Bus, CoreBus, Subject } from '../contract.ts';
import type { NatsAccess } from './nats-access.ts';
import { createNatsFeed } from './nats-feed.ts';
import { createNatsIntake } from './nats-intake.ts';
import { openNatsLink } from './nats-link.ts';
import type { NatsLink } from './nats-link.ts';
import { streamFailure } from './stream-failures.ts';
import { planStreams } from './stream-plan.ts';
import type { StreamSettings } from './stream-plan.ts';
import { createStreams } from './streams.ts';
import type { Streams } from './streams.ts';

const codec = JSONCodec();

export type NatsBusInput = {
  access: NatsAccess;
  /** How the server lists this connection: the id of the instance. */
  name: string;
  /** The first part of every subject, so that several installations can share a server. */
  prefix: string;
  streams: StreamSettings;
  log: Logger;
  random: Random;
};

/** The id of an instance as one token of a subject: it has the name of its machine, which may have dots. */
const toToken = (id: string): string =>
  id.replace(/[^A-Za-z0-9_-]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);

/**
 * Opens the bus over NATS: core subjects between instances, and JetStream for results of outside programs and for
 * published events. Works without JetStream: then only the verbs that need it reject. Rejects with `bus.refused`.
 */
export async function openNatsBus(input: NatsBusInput): Promise<Bus> {
  const { access, name, prefix, log, random } = input;
  const { servers } = access;
  const link = await openNatsLink({ access, name, log, random });
  const plan = planStreams(prefix, input.streams);
  const streams = createStreams({ link, servers, plan, log });
  const core = createCore({ link, servers, prefix, log });
  const { stopTaking, ...intake } = createNatsIntake({ streams, plan, log, random });
  return {
    ...core,
    ...intake,
    ...createNatsFeed({ streams, plan, prefix }),
    streamHealth: () => healthOf(streams),
    async close() {
      await stopTaking();
      await core.close();
    },
  };
}

async function healthOf(streams: Streams): Promise<Health> {
  const what = 'results are not taken and events are not published';
  try {
    const { jsm } = await streams.ready(what);
    await jsm.getAccountInfo();
    return { ok: true, detail: 'JetStream answers and has the streams' };
  } catch (error) {
    streams.forget();
    const advice = 'Check JetStream on the NATS servers.';
    return unhealthy(streamFailure(error, what), { code: 'bus.unreachable', advice });
  }
}

/**
 * Core subjects: `<prefix>.<subject>`, with `.<instance>` if it has one receiver. Messages are JSON. Core NATS stores
 * nothing: a message that is published while the connection is down is lost, as the contract allows.
 */
function createCore({
  link,
  servers,
  prefix,
  log,
}: {
  link: NatsLink;
  servers: readonly string[];
  prefix: string;
  log: Logger;
}): CoreBus {
  const subjectOf = ({ subject, to }: { subject: Subject; to?: string | undefined }): string =>
    to === undefined ? `${prefix}.${subject}` : `${prefix}.${subject}.${toToken(to)}`;
  const counter = createBusCounter();
  let isClosed = false;

  /** Returns null for a message without the form of its subject: another version or another program sent it. */
  const read = (subject: Subject, data: Uint8Array): unknown => {
    try {
      return busMessages[subject].parse(codec.decode(data));
    } catch {
      counter.add(subject, 'dropped');
      log.warn({ subject, bytes: data.length }, 'message dropped: it does not have the form of its subject');
      return null;
    }
  };

  return {
    publish({ subject, to, message }) {
      try {
        const connection = link.current();
        connection?.publish(subjectOf({ subject, to }), codec.encode(message));
        counter.add(subject, connection ? 'published' : 'dropped');
      } catch (error) {
        counter.add(subject, 'dropped');
        // Larger than the server takes, or the connection broke at this moment.
        log.warn({ subject, err: error }, 'message not published');
      }
      return Promise.resolve();
    },
    async subscribe({ subject, to, handle }) {
      let subscription: Subscription | null = null;
      let isEnded = false;
      link.whenConnected((connection) => {
        if (isEnded) return;
        subscription = connection.subscribe(subjectOf({ subject, to }), {
          callback(error, { data }) {
            if (error || isClosed || isEnded) return;
            const message = read(subject, data);
            if (message === null) return;
            counter.add(subject, 'received');
            handle(message as Parameters<typeof handle>[0]);
          },
        });
      });
      await flushed(link.current());
      return () => {
        isEnded = true;
        subscription?.unsubscribe();
      };
    },
    health: () => Promise.resolve(connectionHealth({ link, servers })),
    counts: counter.read,
    async close() {
      isClosed = true;
      await link.close();
    },
  };
}

/** Resolves once the server knows of what was sent so far; a connection that breaks meanwhile sends it again. */
async function flushed(connection: NatsConnection | null): Promise<void> {
  await connection?.flush().catch(() => undefined);
}

function connectionHealth({ link, servers }: { link: NatsLink; servers: readonly string[] }): Health {
  const connection = link.current();
  if (connection)
    return { ok: true, detail: `NATS ${link.serverVersion() ?? ''} at ${connection.getServer()}` };
  return {
    ok: false,
    code: 'bus.unreachable',
    detail: `NATS at ${servers.join(', ')} cannot be reached`,
    advice:
      'Check the NATS servers and the network. Until they answer, results and commands take up to a second longer.',
  };
}
